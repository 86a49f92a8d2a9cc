"""A kit as one file: a ZIP of plain texts, made the same from the same call, opened without trusting anything."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from grants.domain.errors import RuleError
from grants.domain.kit import LICENCE, Kit, read_kit, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LARGEST_KIT: Final = 400_000
"""Bytes of the file."""
MOST_UNZIPPED: Final = 4_000_000
MOST_MEMBERS: Final = 300
DESCRIPTION, FORM, README, LICENCE_FILE = "kit.toml", "form.toml", "LISEZMOI.md", "LICENCE.txt"
LETTER: Final = re.compile(r"letters/([a-z][a-z0-9_]{0,60})\.(fr|en)\.txt")
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
)  # fmt: skip
INSTANT: Final = (1980, 1, 1, 0, 0, 0)
READ_ME: Final = """# {title}

Un appel prêt à reprendre, fait par {town} le {made_on}.

* `kit.toml` : les mots, le plafond, le calendrier (N est l'année de l'appel), la soirée, les thèmes
* `form.toml` : les questions posées
* `letters/` : les lettres réécrites par la ville

Dans *Envie de faire* : Gestion, Appels, Kits d'appel. Au terminal : `flask --app wsgi calls import FICHIER.zip`.

A call ready to be used again, made by {town} on {made_on}: words, cap, calendar (N is the year of the call), evening,
themes, questions, letters. Desk, Calls, Kits of calls; or the command above.
"""
RIGHTS: Final = """{licence}

Vous pouvez reprendre, changer et partager ce kit, en citant {town} et sous la même licence.
You may use, change and share this kit, crediting {town}, under the same licence.
https://creativecommons.org/licenses/by-sa/4.0/
"""


def pack(kit: Kit) -> bytes:
    """Write a kit as a ZIP."""
    told = {"title": kit.title, "town": kit.town, "made_on": kit.made_on, "licence": LICENCE}
    texts = {
        README: READ_ME.format(**told),
        LICENCE_FILE: RIGHTS.format(**told),
        DESCRIPTION: written(kit),
        FORM: kit.form,
    }
    for (template, language), (subject, text) in sorted(kit.letters.items()):
        texts[f"letters/{template}.{language}.txt"] = f"{subject}\n\n{text}"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name, INSTANT), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unpack(content: bytes) -> Kit:
    """Read a kit from a file anybody may have made; nothing of it ever touches the disk.

    Raises RuleError `kit_too_large`, `kit_no_archive`, `kit_no_text` (name), `kit_foreign` (name), or as `read_kit`.
    """
    if len(content) > LARGEST_KIT:
        raise RuleError("kit_too_large")
    texts = _texts(content)
    for name in (DESCRIPTION, FORM):
        if name not in texts:
            raise RuleError("kit_no_text", name=name)
    return read_kit(texts[DESCRIPTION], texts[FORM], _letters(texts))


def _texts(content: bytes) -> dict[str, str]:
    """Return the texts of an archive by name; only the names of a kit are taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _look_over(members)
            return _read(archive, members)
    except RuleError:
        raise
    except BROKEN as error:
        raise RuleError("kit_no_archive") from error


def _look_over(members: Sequence[zipfile.ZipInfo]) -> None:
    """Make sure an archive holds nothing but what a kit holds."""
    if len(members) > MOST_MEMBERS:
        raise RuleError("kit_too_large")
    for name in (member.filename for member in members):
        if name not in {DESCRIPTION, FORM, README, LICENCE_FILE} and not LETTER.fullmatch(name):
            raise RuleError("kit_foreign", name=name[:80])


def _read(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> dict[str, str]:
    """Unzip texts, never more than may be."""
    texts, size = {}, 0
    for member in members:
        with archive.open(member) as inside:
            read = inside.read(MOST_UNZIPPED - size + 1)
        size += len(read)
        if size > MOST_UNZIPPED:
            raise RuleError("kit_too_large")
        texts[member.filename] = read.decode("utf-8")
    return texts


def _letters(texts: Mapping[str, str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the letters: the first line is the subject."""
    letters = {}
    for name, text in texts.items():
        found = LETTER.fullmatch(name)
        if found:
            subject, _, body = text.partition("\n")
            letters[found[1], found[2]] = (subject.strip(), body.removeprefix("\r").removeprefix("\n"))
    return letters
