"""The table of who may what (who_may.toml): what each address answers to each role, and the page that says it.

python -m tests.journeys.doors      writes docs/who-may-what.md again
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grants.app import create_app
from grants.settings import ROOT, load_settings
from tests.journeys.addresses import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.routing import Rule

ROLES: Final = {
    "nobody": "somebody who did not sign in",
    "link": "whoever holds the secret of the address, and has no account",
    "stranger": "somebody signed in, whom nothing behind the address concerns",
    "writer": "somebody invited to write the file with others",
    "owner": "whoever began the file, and acts for its association",
    "files": "somebody who looks after the files of the call behind the address, and of no other",
    "keeper": "somebody who looks after the budget and the evening of that call, and not its files",
    "other call": "somebody who looks after the files, the budget and the evening of another call",
    "staff": "the town’s staff, for every call",
    "bank": "those of the staff to whom an administrator gave the sight of account numbers",
    "admin": "the town’s administrators",
}

TABLE: Final = tomllib.loads((Path(__file__).parent / "who_may.toml").read_text("utf-8"))
PAGE: Final = ROOT / "docs" / "who-may-what.md"
WORDS: Final = {"opens": "●", "closed": "403", "hidden": "404", "asks": "sign in"}
HEAD: Final = """# Who may what

Written by `python -m tests.journeys.doors` from the addresses of the application and `tests/journeys/who_may.toml`;
a test fails when an address is missing or this page is out of date. `tests/journeys/test_who_may.py` asks every
address, by every method, as every role, and holds the answers to it; `bench/trust/who_may.py` is the long form.

● the door opens; *sign in*: the sign-in page is given first; 403: said not to be theirs; 404: said not to exist, so
that nobody learns what others have. What is sent by POST also needs the token of a form of this site.
"""


def doors_of(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Give each address and method of the product that is a door of its own."""
    for rule in rules(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def unknown(app: Flask) -> set[str]:
    """Return the addresses that the table does not know, by view and method, and the lines that lead nowhere."""
    known = {(name, method) for name, methods in TABLE["addresses"].items() for method in methods}
    asked = {(rule.endpoint, method) for rule, method in doors_of(app)}
    return {f"{method} {name}" for name, method in known ^ asked}


def expected(endpoint: str, method: str) -> dict[str, str]:
    """Return what each role is answered."""
    return answers_of(TABLE["addresses"][endpoint][method])


def answers_of(door: str) -> dict[str, str]:
    """Return what each role is answered at a door; who did not sign in is asked to, unless the door says otherwise."""
    said = TABLE["doors"][door]
    if said["opens"] == "all":
        return dict.fromkeys(ROLES, "opens")
    others = dict.fromkeys(ROLES, said["others"]) | dict.fromkeys(("nobody", "link"), said.get("nobody", "asks"))
    others["link"] = said.get("link", others["link"])
    return others | dict.fromkeys(said["opens"], "opens")


def page(app: Flask) -> str:
    """Write the table for a reader."""
    lines = [HEAD, "## The roles\n"]
    lines += [f"* **{role}**: {words}." for role, words in ROLES.items()]
    lines += ["\n## The doors\n", f"| door | {' | '.join(ROLES)} |", f"|---|{'---|' * len(ROLES)}"]
    lines += [
        f"| {door} | {' | '.join(WORDS[each] for each in answers_of(door).values())} |" for door in TABLE["doors"]
    ]
    lines += ["\n## The addresses\n", "| address | GET, HEAD | POST |", "|---|---|---|"]
    behind: dict[str, dict[str, str]] = {}
    for rule, method in doors_of(app):
        behind.setdefault(rule.rule, {})[method] = TABLE["addresses"][rule.endpoint][method]
    lines += [f"| `{at}` | {known.get('GET', '')} | {known.get('POST', '')} |" for at, known in sorted(behind.items())]
    return "\n".join(lines).replace("|  |", "| |") + "\n"


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as var:
        PAGE.write_text(page(create_app(load_settings({**os.environ, "GRANTS_VAR": var}))), "utf-8")


if __name__ == "__main__":
    main()
