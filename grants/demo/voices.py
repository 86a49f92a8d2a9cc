"""What people write on the demonstration's pages: words, help, a correction, a machine's held, a word taken off."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grants.db import db, now
from grants.voices.services import Came, Said, hand_for, hide, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person
    from grants.applications.models import Application
    from grants.projects.models import Project

FILE = Path(__file__).with_name("voices.toml")
READ_FOR = 45.0
"""Seconds that people of the demonstration take to write."""


def speak(files: Sequence[Application], clerk: Person) -> None:
    """Have the town write on some pages, each word dated of its day, none in the future."""
    written: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["voice"]
    for number, told in enumerate(written):
        file = files[told["order"]] if told["order"] < len(files) else None
        if file is None or file.project is None:
            continue
        hand = hand_for(f"demo-{file.call.year}-{number}", f"demo-{number}", name=told.get("name", ""))
        came = Came(f"demo-{file.call.year}-{number}", READ_FOR, told.get("trap", ""), f"demo-{number}")
        voice = write(file.project, hand, _said(told, file.project), came)
        spoken = datetime.combine(file.call.council_on + timedelta(days=told["days"]), time(18, 40), UTC)
        voice.at = min(spoken, now())
        if "hidden" in told:
            hide(voice, told["hidden"], clerk)
    db.session.flush()


def _said(told: dict[str, Any], project: Project) -> Said:
    """Return what is said; a correction adds a sentence to a part of the page."""
    wishes = {"help": project.needs, "interest": project.offers}.get(told["kind"], [])
    changes = {}
    if "part" in told:
        before = getattr(project, told["part"])
        changes = {told["part"]: [before, f"{before}\n\n{told['adds']}".strip()]}
    return Said(
        kind=told["kind"],
        words=told.get("words", ""),
        name=told.get("name", ""),
        wish=wishes[0].sentence if wishes else "",
        changes=changes,
    )
