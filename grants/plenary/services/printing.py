"""Printing the evening: what staff ask for is made one print after the other, away from any page, and kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf

from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.pdf import PdfUnavailable, turn
from grants.plenary.models import Plenary, Printed
from grants.plenary.prints import bundle
from grants.plenary.prints.catalogue import PRINTS, make
from grants.plenary.prints.content import BookletContent
from grants.plenary.queries import booklet_content, latest_programme, prints_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


BUNDLE = "soiree"
KINDS = (*PRINTS, BUNDLE)
"""All that can be asked for, in the order in which it is made: the bundle takes what was made before it."""

COMMAND = "command"
FAILED = "failed"
"""Trouble that no rule foresaw."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """One print to make, read whole, so that the database is left alone while the press works.

    `plain` receives the numbers of the projects that had to be told plainly.
    """

    plenary_id: int
    kind: str
    version: int
    content: BookletContent
    var: Path
    ready: dict[str, Path]
    plain: list[int] = field(default_factory=list)


def ask(plenary: Plenary, kinds: Iterable[str], actor: str = COMMAND) -> None:
    """Note what is to be printed, in the log too; the bundle of everything asks for each print."""
    wanted = set(kinds)
    if BUNDLE in wanted:
        wanted |= set(KINDS)
    rows, at = prints_of(plenary), now()
    for kind in KINDS:
        if kind in wanted:
            row = rows.get(kind) or Printed(plenary_id=plenary.id, kind=kind)
            row.asked_at, row.trouble = at, ""
            db.session.add(row)
    told = {"kinds": [kind for kind in KINDS if kind in wanted]}
    record(actor, "prints_asked", f"plenary:{plenary.id}", told, year=plenary.call.year)


def print_asked(plenary_id: int, site: str, var: str) -> Iterator[None]:
    """Make all that waits, one print after the other; between two parts nobody is kept from the database.

    `site` is the instance's public address, `var` its data folder. Two that work at once take turns, and the second
    finds nothing left. A print that cannot be made says why, and the others follow.
    """
    with turn(f"prints-{plenary_id}", Path(var) / "turns"):
        while True:
            plenary = db.session.get(Plenary, plenary_id)
            row = _next(plenary) if plenary is not None else None
            if plenary is None or row is None:
                return
            kind, at = row.kind, now()
            try:
                content = booklet_content(plenary.call, site)
            except RuleError as error:
                row.made_at, row.trouble = at, error.code
                yield
                continue
            programme = latest_programme(plenary)
            version = programme.version if programme else 0
            order = Order(plenary_id, kind, version, content, Path(var), _ready(plenary, version, Path(var)))
            yield
            made, trouble = _made(order)
            _note(order, at, made, trouble)
            yield


def folder_of(plenary_id: int, var: str | Path) -> Path:
    """Return where the prints of an evening are kept."""
    return Path(var) / "prints" / str(plenary_id)


def file_of(plenary: Plenary, kind: str, version: int | None, var: Path) -> Path:
    """Return where one print of one version of the programme is kept."""
    ending = "zip" if kind == BUNDLE else "pdf"
    return folder_of(plenary.id, var) / f"{kind}-{version or 0}.{ending}"


def is_printed(plenary: Plenary, edition: str, var: Path) -> bool:
    """Tell whether everybody may download that edition: it was printed from the published programme."""
    row = prints_of(plenary).get(edition)
    if row is None or not plenary.published_version or row.version != plenary.published_version:
        return False
    return file_of(plenary, edition, row.version, var).is_file()


def mark_of(content: BookletContent) -> str:
    """Return what tells a content apart from another."""
    return sha256(repr(content).encode("utf-8", "replace")).hexdigest()[:16]


def _next(plenary: Plenary) -> Printed | None:
    rows = prints_of(plenary)
    return next((rows[kind] for kind in KINDS if kind in rows and rows[kind].waits), None)


def _ready(plenary: Plenary, version: int, var: Path) -> dict[str, Path]:
    """Return the prints of that version made so far, in the order in which one needs them."""
    rows = prints_of(plenary)
    return {
        kind: file_of(plenary, kind, version, var) for kind in PRINTS if kind in rows and rows[kind].version == version
    }


def _made(order: Order) -> tuple[bytes | None, str]:
    """Make one print and keep it; return it, or why it could not be made."""
    try:
        if order.kind == BUNDLE:
            made = bundle.bundle(order.content, order.ready)
        else:
            made = make(order.content, order.kind, order.var / "booklet", order.plain)
        _keep(folder_of(order.plenary_id, order.var), order.kind, order.version, made)
    except PdfUnavailable as error:
        return None, str(error)
    except Exception:  # one print that cannot be made must not keep the others from being made
        logger.exception("the print %s of the evening could not be made", order.kind)
        return None, FAILED
    return made, ""


def _keep(folder: Path, kind: str, version: int, made: bytes) -> None:
    """Write a print whole, then take the older ones of its kind away."""
    folder.mkdir(parents=True, exist_ok=True)
    ending = "zip" if kind == BUNDLE else "pdf"
    draft, kept = folder / f"{kind}.draft", folder / f"{kind}-{version}.{ending}"
    draft.write_bytes(made)
    draft.replace(kept)
    for older in folder.glob(f"{kind}-[0-9]*.{ending}"):
        if older != kept:
            older.unlink(missing_ok=True)


def _note(order: Order, at: datetime, made: bytes | None, trouble: str) -> None:
    """Say what came out of the press."""
    row = db.session.get(Printed, (order.plenary_id, order.kind))
    if row is None:
        return
    row.made_at, row.trouble = at, trouble
    plenary = db.session.get(Plenary, order.plenary_id)
    if order.plain and plenary is not None:
        told = {"format": order.kind, "number": ", ".join(map(str, order.plain))}
        record(COMMAND, "printed_plainly", f"plenary:{plenary.id}", told, year=plenary.call.year)
    if made is not None:
        row.version, row.mark, row.size = order.version, mark_of(order.content), len(made)
        row.pages = 0 if order.kind == BUNDLE else len(pypdf.PdfReader(BytesIO(made)).pages)
