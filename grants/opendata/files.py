"""The open files: what each holds, how it is made, and the folder `opendata export` writes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app

from grants.calls.queries import last_call
from grants.db import now
from grants.domain import giving, scdl
from grants.opendata import feeds, queries
from grants.opendata.records import feature, project_record
from grants.projects.queries import newest_projects
from grants.territories.queries import territory
from grants.workshops.queries import coming_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from grants.domain.territory import Territory

LICENCES = {
    "Licence Ouverte 2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    "ODbL": "https://opendatacommons.org/licenses/odbl/1-0/",
}
MANIFEST = "manifest.json"
ATOM_ENTRIES = 50


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


def home_town() -> Territory:
    """Return this instance's town."""
    return territory(current_app.extensions["settings"].territory)


def licence_address(town: Territory) -> str:
    """Return the address of the licence of a town's data."""
    return LICENCES.get(town.licence, LICENCES["Licence Ouverte 2.0"])


def address(endpoint: str, **values: str | int) -> str:
    """Return a whole address on this site, in the first language so that identifiers never change."""
    site_url = current_app.jinja_env.globals["site_url"]
    language = current_app.extensions["settings"].languages[0]
    return str(site_url(endpoint, language=language, **values))  # type: ignore[operator]


def page_maker() -> Callable[[str], str]:
    """Return a function from a slug to the whole address of that project's page; a slug needs no quoting."""
    start = address("commons.project", slug="0").removesuffix("0")
    return lambda slug: start + slug


def subventions(*, history: bool = False, most: int | None = None) -> Generator[str]:
    """Give the national file piece by piece, of the first `most` grants when asked."""
    yield from scdl.csv_text(scdl.lines(queries.voted_grants(history=history, most=most)))


def left_out() -> list[tuple[str, str]]:
    """Return (number, recipient) of the voted grants that the national schema has no place for."""
    return scdl.left_out(queries.voted_grants(unnumbered=True))


def threesixty() -> dict[str, Any]:
    """Return the 360Giving package."""
    town = home_town()
    records = [giving.record(grant) for grant in queries.given_grants(page_maker())]
    return giving.package(
        records,
        funder=town.funder,
        funder_siret=town.siret,
        licence=licence_address(town),
        page=address("opendata.index"),
    )


def projects() -> dict[str, Any]:
    """Return every public project, with what was voted."""
    town = home_town()
    page_of = page_maker()
    found = [project_record(each, page_of) for each in queries.every_open_project()]
    return {"licence": licence_address(town), "publisher": town.funder, "projects": found}


def geojson() -> dict[str, Any]:
    """Return every public project as GeoJSON."""
    page_of = page_maker()
    return {"type": "FeatureCollection", "features": [feature(each, page_of) for each in queries.every_open_project()]}


def atom() -> bytes:
    """Return the feed of new projects."""
    return feeds.atom(
        home_town(),
        newest_projects(ATOM_ENTRIES),
        page_maker(),
        home=address("commons.projects"),
        address=address("opendata.projects_atom"),
    )


def agenda() -> bytes:
    """Return the calendar of the last call."""
    call = last_call()
    if call is None:
        return feeds.agenda(home_town(), None, None, address("calls.index"))
    evening = queries.evening_of(call)
    page = address("calls.call", year=call.year)
    return feeds.agenda(territory(call.territory), call, evening, page, coming_of(call))


def as_json(value: object, *, for_people: bool = False) -> str:
    """Write JSON: compact for programs (several times faster to make), one line per value for people."""
    if for_people:
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def export(folder: Path) -> list[Written]:
    """Write every open file and a manifest into a folder, each complete or not at all; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    before = _records_before(folder)
    grants = list(queries.voted_grants())
    rows, given, every, shapes = list(scdl.lines(grants)), threesixty(), projects(), geojson()
    written = [
        _write(folder, "subventions.csv", scdl.csv_text(rows), len(rows), before),
        _write(folder, "360giving.json", [as_json(given)], len(given["grants"]), before),
        _write(folder, "projects.json", [as_json(every)], len(every["projects"]), before),
        _write(folder, "projects.geojson", [as_json(shapes)], len(shapes["features"]), before),
        _write(folder, "projets.atom", [atom().decode()], min(ATOM_ENTRIES, len(every["projects"])), before),
    ]
    _write(folder, MANIFEST, [as_json(_manifest(written, scdl.left_out(grants)), for_people=True)], len(written), {})
    return written


def _manifest(written: list[Written], without: list[tuple[str, str]]) -> dict[str, Any]:
    """Say what the folder holds."""
    town = home_town()
    return {
        "title": f"Données ouvertes : {town.funder}",
        "publisher": {"name": town.funder, "siret": town.siret},
        "licence": {"name": town.licence, "url": licence_address(town)},
        "date": now().isoformat(timespec="seconds"),
        "source": address("opendata.index"),
        "files": [
            {"name": each.name, "bytes": each.size, "sha256": each.sha256, "records": each.records} for each in written
        ],
        "left_out_of_subventions": [{"number": number, "recipient": name} for number, name in without],
    }


def _write(folder: Path, name: str, pieces: Iterable[str], records: int, before: dict[str, int]) -> Written:
    """Write one file beside its place, then put it there in one move."""
    content = "".join(pieces).encode()
    beside = folder / f".{name}.part"
    beside.write_bytes(content)
    beside.replace(folder / name)
    return Written(name, len(content), hashlib.sha256(content).hexdigest(), records, before.get(name))


def _records_before(folder: Path) -> dict[str, int]:
    """Return how many records each file of a former export held; nothing when there was none or it is unreadable."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {each["name"]: int(each["records"]) for each in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
