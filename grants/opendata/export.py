"""The whole of the open data at once: a folder or a ZIP, with a manifest (licence, date, checksums)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grants.calls.queries import last_call
from grants.db import now
from grants.domain import scdl, state_file
from grants.opendata import files, queries
from grants.opendata.feeds import ATOM_ENTRIES, feed_of_projects
from grants.projects.queries import Filters

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export: its name, its bytes, the SHA-256 of its content, its records, and fewer than last time."""

    name: str
    size: int
    sha256: str
    records: int
    before: int | None

    @property
    def shorter(self) -> bool:
        """Tell whether it holds fewer records than the file it replaces."""
        return self.before is not None and self.records < self.before


@dataclass(frozen=True, slots=True)
class OpenFile:
    """One file as it leaves: its name, its content and its records."""

    name: str
    content: bytes
    records: int


def open_files() -> list[OpenFile]:
    """Return every open file; the first five keep their names and their order."""
    rows = list(scdl.lines(queries.voted_grants()))
    gathered = list(state_file.lines(queries.gathered_grants()))
    given, every, shapes = files.threesixty(), files.projects(), files.geojson()
    number, dates = len(every["projects"]), files.agenda(last_call())
    return [
        OpenFile("subventions.csv", "".join(scdl.csv_text(rows)).encode(), len(rows)),
        OpenFile("360giving.json", files.as_json(given).encode(), len(given["grants"])),
        OpenFile("projects.json", files.as_json(every).encode(), number),
        OpenFile("projects.geojson", files.as_json(shapes).encode(), len(shapes["features"])),
        OpenFile("projets.atom", feed_of_projects(Filters()), min(ATOM_ENTRIES, number)),
        OpenFile("subventions-etat.csv", "".join(scdl.csv_text(gathered, state_file.COLUMNS)).encode(), len(gathered)),
        OpenFile("agenda.ics", dates, dates.count(b"BEGIN:VEVENT")),
    ]


def export(folder: Path) -> list[Written]:
    """Write every open file and a manifest into a folder, each complete or not at all; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    before = _records_before(folder)
    written = []
    for each in open_files():
        _put(folder, each.name, each.content)
        digest = hashlib.sha256(each.content).hexdigest()
        written.append(Written(each.name, len(each.content), digest, each.records, before.get(each.name)))
    _put(folder, MANIFEST, _manifest(written, now()))
    return written


def bundle(made: list[OpenFile], moment: datetime) -> bytes:
    """Return these files as a ZIP dated `moment`: the same data at the same moment give the same bytes."""
    container = io.BytesIO()
    stamp = moment.timetuple()[:6]
    written = []
    with zipfile.ZipFile(container, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in made:
            archive.writestr(_entry(each.name, stamp), each.content)
            digest = hashlib.sha256(each.content).hexdigest()
            written.append(Written(each.name, len(each.content), digest, each.records, None))
        archive.writestr(_entry(MANIFEST, stamp), _manifest(written, moment))
    return container.getvalue()


def _entry(name: str, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    """Return a file of the archive, readable by everybody once unpacked."""
    entry = zipfile.ZipInfo(name, (stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _manifest(written: list[Written], moment: datetime) -> bytes:
    """Say what the folder holds, and what the national schema has no place for."""
    town = files.home_town()
    told: dict[str, Any] = {
        "title": f"Données ouvertes : {town.funder}",
        "publisher": {"name": town.funder, "siret": town.siret},
        "licence": {"name": town.licence, "url": files.licence_address(town)},
        "date": moment.isoformat(timespec="seconds"),
        "source": files.address("opendata.index"),
        "files": [
            {"name": each.name, "bytes": each.size, "sha256": each.sha256, "records": each.records} for each in written
        ],
        "left_out_of_subventions": [{"number": number, "recipient": name} for number, name in files.left_out()],
    }
    return files.as_json(told, for_people=True).encode()


def _put(folder: Path, name: str, content: bytes) -> None:
    """Write one file beside its place, then put it there in one move."""
    beside = folder / f".{name}.part"
    beside.write_bytes(content)
    beside.replace(folder / name)


def _records_before(folder: Path) -> dict[str, int]:
    """Return how many records each file of a former export held; nothing when there was none or it is unreadable."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {each["name"]: int(each["records"]) for each in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
