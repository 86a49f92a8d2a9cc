"""Every address, by GET, HEAD and POST, as every role, held to the table of who may what.

    python -m bench.trust.who_may [--json FILE]

The long form of tests/journeys/test_who_may.py and test_other_calls.py: here each role reads each address that opens
to it, and whoever looks after one call tries the things of another. Counted: answers that differ from the table,
private words read by others, tables changed by reading or behind a shut door. Controls: a page of the desk declared
open to everybody, and an envelope found without asking whose call it is, must be found.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pytest

from bench.trust.bare import bare_town, signs_in, tell
from grants.budget import queries
from grants.budget.models import Envelope
from grants.db import db
from grants.security import EVERYONE, Door, door_of
from tests.conftest import Reader
from tests.journeys.addresses import build
from tests.journeys.asking import ask, cells, changed, fault, fill, kept, people, read
from tests.journeys.behind import equip, settle_in, stand
from tests.journeys.crossing import in_addresses, in_forms, let_in, of_one_call, own_pages, read_of_others
from tests.journeys.doors import ROLES

if TYPE_CHECKING:
    from flask import Flask

    from tests.journeys.addresses import Town


def crossing(app: Flask, town: Town) -> dict[str, object]:
    """Have whoever looks after one call try the things of another; without the check of whose an envelope is, too."""
    clients = of_one_call(app, signs_in(app))
    before, addresses, forms = kept(app), list(in_addresses(app, town)), in_forms(app)
    pages = list(own_pages(app, town, everybodys=True))
    found = {
        "things_of_another_call_asked": len(addresses),
        "opened": let_in(clients, addresses),
        "sent_in_forms": len(forms),
        "pages_read_for_words_of_another_call": len(pages),
        "words_read": read_of_others(app, clients, [*forms, *pages]),
        "changed_by_crossing": sorted(changed(app, before)),
    }
    envelopes = [each for each in addresses if each.view == "budget.describe_envelope"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "envelope_of", lambda _call, number: db.session.get(Envelope, number))
        found["control_crossing_found"] = f"{len(let_in(clients, envelopes))} of {len(envelopes)}"
    return found


def main() -> None:
    """Ask everything and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    asked, started = parser.parse_args(), time.monotonic()
    with bare_town() as (app, _), pytest.MonkeyPatch.context() as patch:
        app.test_client_class = Reader
        equip(app, patch)
        town = stand(app, fill(app, build(app, patch)))
        asking = settle_in(app, people(app, town, signs_in(app)))
        before = kept(app)
        shut = [
            (rule, method, each, role)
            for rule, method, roles in cells(app, {"GET", "POST"}, opens=False)
            for role in roles
            for each in (("GET", "HEAD") if method == "GET" else (method,))
        ]
        found = [fault(ask(asking, town, rule, each, role), rule, method, role) for rule, method, each, role in shut]
        behind = changed(app, before)
        read_wrong = read(asking, town, app, lambda roles: roles)
        by_reading = changed(app, before) - behind
        crossed = crossing(app, town)
        desk = app.view_functions["applications.desk"]
        declared, desk.door = door_of(desk), Door(EVERYONE)  # type: ignore[attr-defined]
        control = [
            fault(ask(asking, town, rule, each, role), rule, method, role)
            for rule, method, each, role in shut
            if rule.endpoint == "applications.desk"
        ]
        desk.door = declared  # type: ignore[attr-defined]
    result = {
        "roles": len(ROLES),
        "shut_doors_asked": len(shut),
        "wrong_at_shut_doors": [each for each in found if each],
        "changed_behind_shut_doors": sorted(behind),
        "reads": sum(len(roles) for _, _, roles in cells(app, {"GET"}, opens=True)),
        "wrong_or_leaked_by_reading": read_wrong,
        "changed_by_reading": sorted(by_reading),
        **crossed,
        "control_found": f"{sum(map(bool, control))} of {len(control)}",
        "seconds": round(time.monotonic() - started),
    }
    tell(result, asked.json)


if __name__ == "__main__":
    main()
