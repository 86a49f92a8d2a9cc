"""Two invented territories whose projects the demonstration shows beside ours; nothing is fetched from anywhere."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grants.db import db, now
from grants.domain.feeds import Foreign
from grants.federation.models import LINKED, Neighbour
from grants.federation.queries import neighbour_at
from grants.federation.services.keeping import keep
from grants.federation.services.relating import relate

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call

FILE = Path(__file__).with_name("neighbours.toml")


def link_neighbours(call: Call, clerk: Person) -> None:
    """Link with the territories of the file, once, and find which of their projects are alike those of the call.

    They have no day of reading: their addresses lead nowhere, and nobody should knock there.
    """
    written: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["neighbour"]
    for each in written:
        projects = each.pop("project")
        neighbour = neighbour_at(each["address"])
        if neighbour is None:
            neighbour = Neighbour(**each, state=LINKED, added_by=f"person:{clerk.id}", last_fetched=now(), preview={})
            db.session.add(neighbour)
            db.session.flush()
            keep(neighbour, [Foreign(**words, year=call.year) for words in projects], now())
        for _part in relate(neighbour.id):
            db.session.flush()
