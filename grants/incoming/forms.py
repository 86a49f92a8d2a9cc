"""The forms of a file of past years: giving it, saying how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField

from grants.domain.file import clean
from grants.domain.history import NEWEST_YEAR, OLDEST_YEAR
from grants.domain.history_choices import Choices
from grants.files import given
from grants.incoming.services.looking import LARGEST_FILE
from grants.incoming.wording import ENCODING_WORDS, FIELDS, RULES, SEPARATOR_WORDS

if TYPE_CHECKING:
    from grants.incoming.services.preview import Preview

LONGEST_SCHEME = 100
GUESSED = ""
TAB = "tab"
"""The tabulation, as a form can carry it: a field is trimmed."""


def uploaded() -> tuple[str, bytes] | None:
    """Return the name and the bytes of the file given, None when none was."""
    return given(request.files.get("file"), LARGEST_FILE)


class UploadForm(FlaskForm):
    """A file, with nothing to say about it yet."""


class ReadingForm(FlaskForm):
    """How a file is read; each column has a field of its own, named after its place."""

    sheets = SelectMultipleField(_l("Les feuilles à lire"), choices=[], validate_choice=False)
    encoding = SelectField(_l("L’encodage des lettres"), validate_choice=False)
    separator = SelectField(_l("Ce qui sépare les colonnes"), validate_choice=False)
    header = StringField(_l("La ligne qui nomme les colonnes"))
    year = StringField(_l("L’année de toutes ces aides"))
    scheme = StringField(_l("Le dispositif"))

    def suit(self, preview: Preview) -> None:
        """Offer what the file has, and what was guessed."""
        guess = _l("Deviner")
        self.sheets.choices = [(name, name) for name, _ in preview.sheets]
        self.encoding.choices = [(GUESSED, guess), *ENCODING_WORDS.items()]
        self.separator.choices = [(GUESSED, guess), *((_sent(sign), words) for sign, words in SEPARATOR_WORDS.items())]
        if self.is_submitted():
            return
        choices = preview.choices
        self.sheets.data = [name for name, is_read in preview.sheets if is_read]
        self.encoding.data, self.separator.data = choices.encoding, _sent(choices.separator)
        self.header.data = str(choices.header or preview.header or "")
        self.year.data, self.scheme.data = str(choices.year or ""), choices.scheme or ""

    def chosen(self, preview: Preview) -> Choices | None:
        """Return what was chosen, None when something cannot stand; the fields then say what.

        A column left as it was guessed counts as confirmed.
        """
        valid = self.validate_on_submit()
        year, header = self._whole("year", "year_out_of_range"), self._whole("header", "header_unreadable")
        if year and not OLDEST_YEAR <= year <= NEWEST_YEAR:
            self._say("year", str(RULES["year_out_of_range"]))
        scheme = " ".join(clean(self.scheme.data or "").split())
        if len(scheme) > LONGEST_SCHEME:
            self._say("scheme", str(RULES["scheme_too_long"]))
        names = [name for name, _ in preview.sheets]
        sheets = tuple(name for name in names if name in (self.sheets.data or ())) or tuple(names)
        changed = (header or preview.header) != preview.header or sheets != _read(preview)
        columns = {} if changed else self._columns(preview)
        if not valid or columns is None or any(field.errors for field in self):
            return None
        return Choices(
            sheets=() if len(sheets) == len(names) else sheets,
            encoding=self.encoding.data if self.encoding.data in ENCODING_WORDS else "",
            separator=_meant(self.separator.data),
            header=0 if not header or (header == preview.header and not preview.choices.header) else header,
            columns=columns,
            year=year or None,
            scheme=scheme or None,
        )

    @property
    def wants_trial(self) -> bool:
        """Tell which of the two buttons was pressed."""
        return request.form.get("then") == "try"

    def field_of(self, place: int, guessed: str) -> str:
        """Return what a column is said to hold, as typed, else as guessed."""
        return request.form.get(f"column-{place}", guessed) if self.is_submitted() else guessed

    def _columns(self, preview: Preview) -> dict[str, str] | None:
        """Return what each column holds; None when two hold the same."""
        said = {head.key: self.field_of(place, head.field) for place, head in enumerate(preview.heads)}
        said = {key: field if field in FIELDS else "" for key, field in said.items()}
        kept = [field for field in said.values() if field]
        twice = next((field for field in kept if kept.count(field) > 1), None)
        if twice:
            self.form_errors.append(str(RULES["said_twice"]) % {"field": str(FIELDS[twice]).lower()})
            return None
        return said

    def _whole(self, name: str, code: str) -> int:
        """Read a whole number, zero when nothing is written."""
        typed = "".join((self[name].data or "").split())
        if not typed:
            return 0
        if not typed.isascii() or not typed.isdecimal() or len(typed) > 7:  # noqa: PLR2004 - a million lines
            self._say(name, str(RULES[code]))
            return 0
        return int(typed)

    def _say(self, name: str, words: str) -> None:
        """Put a sentence under a field."""
        self[name].errors = [*self[name].errors, words]


def _sent(sign: str) -> str:
    return TAB if sign == "\t" else sign


def _meant(typed: str | None) -> str:
    sign = "\t" if typed == TAB else typed or ""
    return sign if sign in SEPARATOR_WORDS else ""


def _read(preview: Preview) -> tuple[str, ...]:
    return tuple(name for name, is_read in preview.sheets if is_read)
