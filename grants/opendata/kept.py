"""Every open file at once, kept on the disk under the mark of what it holds: made again only when that changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_babel import get_locale

from grants.db import now
from grants.opendata.catalogue import BEGINNING
from grants.opendata.export import bundle, open_files
from grants.opendata.marks import last_change, mark
from grants.settings import current_settings

if TYPE_CHECKING:
    from grants.opendata.export import OpenFile

LONGEST_SAMPLE = 700
LINES = 3
WHOLE = "tout.zip"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a file: bytes, records, and its first lines or its first record."""

    size: int
    records: int
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The archive as it was last made: its mark, the day (ISO 8601), what it holds by name, where it is."""

    mark: str
    made_at: str
    files: dict[str, Facts]
    path: Path


def archive() -> Kept:
    """Return the archive of today's data, made if they changed since the last one."""
    today = f"{mark()}-{get_locale() or 'fr'}"
    known = last_kept()
    return known if known is not None and known.mark == today else _made(today)


def last_kept() -> Kept | None:
    """Return the last archive made in the reader's language, whatever changed since; None before the first."""
    try:
        told: dict[str, Any] = json.loads(_facts_path().read_text(encoding="utf-8"))
        files = {name: Facts(**facts) for name, facts in told["files"].items()}
        kept = Kept(told["mark"], told["made_at"], files, _folder() / f"{told['mark']}.zip")
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if kept.path.is_file() else None


def keep_archive() -> None:
    """Make the archive of the day, so that nobody waits for it."""
    archive()


def _made(today: str) -> Kept:
    """Make the archive and what is told of it, each complete or not at all; the one before leaves."""
    before, made = last_kept(), open_files()
    content = bundle(made, last_change() or BEGINNING)
    files = {each.name: Facts(len(each.content), each.records, _sample(each)) for each in made}
    files[WHOLE] = Facts(len(content), len(made) + 1)
    kept = Kept(today, now().isoformat(), files, _folder() / f"{today}.zip")
    _put(kept.path, content)
    told = {"mark": kept.mark, "made_at": kept.made_at, "files": {name: asdict(each) for name, each in files.items()}}
    _put(_facts_path(), json.dumps(told, ensure_ascii=False).encode())
    if before is not None and before.path != kept.path:
        before.path.unlink(missing_ok=True)
    return kept


def _sample(file: OpenFile) -> str:
    """Return the beginning of a file as people read it: the first lines of a table, the first record of the others."""
    text = file.content.decode()
    if file.name.endswith(".json") or file.name.endswith("geojson"):
        told = json.loads(text)
        first = next((value[:1] for value in told.values() if isinstance(value, list)), [])
        text = json.dumps(first[0], ensure_ascii=False, indent=1) if first else ""
    elif file.name.endswith(".csv"):
        text = "\n".join(text.splitlines()[:LINES])
    else:
        text = text.replace("><", ">\n<")
    return text[:LONGEST_SAMPLE] + (" …" if len(text) > LONGEST_SAMPLE else "")


def _put(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there in one move."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)


def _folder() -> Path:
    """Return where the archives are kept."""
    return current_settings().var / "open-data"


def _facts_path() -> Path:
    """Return where what is told of the last archive is kept, by language."""
    return _folder() / f"facts-{get_locale() or 'fr'}.json"
