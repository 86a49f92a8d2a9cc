"""What a page of ours is drawn by: when one of these files changes, pages kept under their signature are drawn anew."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any

from flask import current_app

from grants.plenary.prints.content import BookletContent, Project, Round
from grants.plenary.prints.leaves import FinderLine
from grants.plenary.prints.text import who

HERE = Path(__file__).resolve().parent
CATALOGUES = HERE.parents[1] / "translations"


TITLED = attrgetter("number", "title", "association")
BRIEF = {
    Round: attrgetter("number", "starts", "ends"),
    BookletContent: attrgetter("rounds"),
}
"""What lists print of these."""

BY_WHO = {"finder", "wishes"}
"""Lists that name who brings a project and not its title: they stay as they are when it changes."""


@lru_cache(maxsize=8)
def drawn_by(language: str) -> str:
    """Return a mark of our code, our templates and the words of that language, read once per process."""
    folder = Path(current_app.root_path).parent / (current_app.template_folder or "templates")
    files = [*HERE.glob("*.py"), *(folder / "plenary" / "booklet").glob("*.html")]
    files += CATALOGUES.glob(f"{language}/LC_MESSAGES/*.mo")
    digest = sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def briefly(value: Any, template: str) -> Any:  # noqa: ANN401 — what a page of a list is given
    """Return what a page of a list prints of what it is given: a new text of a project leaves the lists as they are."""
    if isinstance(value, dict):
        return {name: briefly(item, template) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [briefly(item, template) for item in value]
    if isinstance(value, Project):
        return (value.number, who(value)) if template in BY_WHO else TITLED(value)
    if isinstance(value, FinderLine):
        return briefly((value.name, value.project, value.tables), template)
    brief = BRIEF.get(type(value))
    return briefly(brief(value), template) if brief else value
