"""News of the demonstration's projects, and pages whose text was once shorter, so that their versions differ."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.commons.services import News, Seen, tell_news
from grants.db import db, now
from grants.demo.pictures import quay, table_from_above
from grants.projects.models import Revision
from grants.projects.wording import who_acts
from grants.reports.services import Drawn, draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.applications.models import Application

FILE = Path(__file__).with_name("news.toml")
LATER = timedelta(days=9)
TOLD_TWICE = 5
"""One page in so many has an earlier, shorter version."""


def tell_the_year(files: Sequence[Application]) -> None:
    """Have a few associations tell news since the vote, each dated of its day, none in the future."""
    written: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["news"]
    for said in written:
        file = files[said["order"]] if said["order"] < len(files) else None
        if file is None or file.project is None or file.person is None or file.association is None:
            continue
        seen = [Seen(_picture(said["picture"]), said["alternative"])] if "picture" in said else []
        name = who_acts(file.association.name, file.project.carried_group)
        news = News(_spaced(said["title"]), _spaced(said["words"]), seen)
        voice = tell_news(file.project, file.person, name, news, f"demo-{said['days']}")
        told = datetime.combine(file.call.council_on + timedelta(days=said["days"]), time(9, 15), UTC)
        voice.at = min(told, now())
    db.session.flush()


def remember_first_words(files: Sequence[Application]) -> None:
    """Give some pages an earlier version: a sentence less, a need less; what they say today stays the same."""
    numbers = [file.project_id for file in files[::TOLD_TWICE] if file.project_id]
    for first in db.session.scalars(
        select(Revision).where(Revision.project_id.in_(numbers), Revision.number == 1).order_by(Revision.project_id)
    ):
        content = dict(first.content)
        later = Revision(
            project_id=first.project_id, number=2, at=min(first.at + LATER, now()), author=first.author, content=content
        )
        db.session.add(later)
        begun = content["what"].rstrip().removesuffix(".").rpartition(". ")[0]
        first.content = content | {
            "what": f"{begun}." if begun else content["what"],
            "needs": content["needs"][:1],
            "when_text": "",
        }
    db.session.flush()


@lru_cache
def _picture(name: str) -> Drawn:
    """Draw a picture once for all."""
    return draw(f"{name}.png", quay() if name == "quay" else table_from_above())


def _spaced(words: str) -> str:
    """Keep French marks beside their words."""
    return words.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
