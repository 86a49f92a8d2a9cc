"""An archive as a folder or a ZIP: one file after the other, so that a year of photographs never fills the memory."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from grants.pdf.engine import STATIC
from grants.years.archive import files
from grants.years.archive.pages import Press
from grants.years.archive.pictures import pictures
from grants.years.queries import project_slugs, stand_of, wholes, years_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grants.years.queries import Whole, Year

MANIFEST = "MANIFESTE.txt"
OPENED = (1980, 1, 1, 0, 0, 0)
"""Date of the files: the same year makes the same archive."""
STORED = (".jpg", ".pdf")
"""What is small already is not made smaller."""

Member = tuple[str, bytes]


def members(year: Year) -> Iterator[Member]:
    """Give the files of an archive, the checksums last; needs an application context and its database."""
    languages = current_app.extensions["settings"].languages
    stand, slugs = stand_of(year.calls), project_slugs([each.id for each in year.calls])
    presses = [Press(year, language, languages, stand, slugs) for language in languages]
    sums = []
    with force_locale(languages[0]):
        for name, content in _contents(presses):
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            yield name, content
    yield MANIFEST, "".join(sorted(sums, key=lambda line: line[66:])).encode()


def write_zip(target: Path, year: Year) -> Iterator[int]:
    """Write an archive as one file, complete or not at all; gives the number of projects done so far."""
    beside = target.with_name(f".{target.name}.part")
    folder = f"annee-{year.calls[0].year}"
    with zipfile.ZipFile(beside, "w") as archive:
        for done, (name, content) in _numbered(year):
            how = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            member = zipfile.ZipInfo(f"{folder}/{name}", OPENED)
            member.external_attr = 0o644 << 16
            archive.writestr(member, content, how)
            yield done
    beside.replace(target)


def write_folder(target: Path, year: Year) -> Iterator[int]:
    """Write an archive as a folder; gives the number of projects done so far. Raises OSError."""
    target.mkdir(parents=True, exist_ok=True)
    for done, (name, content) in _numbered(year):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        yield done


def _numbered(year: Year) -> Iterator[tuple[int, Member]]:
    """Give each file with the number of projects drawn before it."""
    done = 0
    for member in members(year):
        done += member[0].startswith("projets/")
        yield done, member


def _contents(presses: Sequence[Press]) -> Iterator[Member]:
    """Give every file but the checksums, drawn by the press of each language."""
    first = presses[0]
    calls = first.year.calls
    row, data = years_together(first.number)[0], files.Data()
    for whole in wholes(list(first.slugs), ours=not calls[0].imported):
        yield from _project(whole, presses, data)
    beside = data.files(first, row)
    yield from beside.items()
    listed = list(beside)
    for name, path in files.booklets(first):
        listed.append(name)
        yield name, path.read_bytes()
    for press in presses:
        with force_locale(press.language):
            pages = press.closing(row, listed)
        yield from pages.items()
    yield "style.css", (STATIC / "css/archive.css").read_bytes()
    yield "LISEZMOI.txt", files.readme(first).encode("utf-8-sig")
    yield "LICENCE.txt", files.licence(first).encode("utf-8-sig")


def _project(whole: Whole, presses: Sequence[Press], data: files.Data) -> Iterator[Member]:
    """Give a project's photographs, then its pages in each language."""
    shown = {}
    for photo, content in pictures(whole):
        shown[photo.file] = photo
        yield photo.file, content
    for press in presses:
        with force_locale(press.language):
            pages = press.project(whole, list(shown.values()))
        yield from pages.items()
    data.add(whole, presses[0])
