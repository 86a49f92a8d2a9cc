"""The form by which a kit is opened."""

from __future__ import annotations

import base64

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from grants.calls.forms import FIRST_YEAR, LAST_YEAR
from grants.kits.wording import RULES


class KitForm(FlaskForm):
    """The year of the new call, and whether the letters come too; the kit itself travels in the page."""

    kit = HiddenField()
    year = StringField(_l("L’année du nouvel appel"))
    letters = BooleanField(_l("Reprendre aussi les lettres que votre ville n’a pas réécrites"))

    def propose(self, content: bytes, year: int) -> None:
        """Fill the form with a kit that was just given, and a year for its call."""
        self.kit.data = base64.b64encode(content).decode("ascii")
        self.year.data, self.letters.data = str(year), False

    def checked(self) -> bool:
        """Tell whether the year can be read; the form says so when not."""
        if self.validate_on_submit() and self.asked_year:
            return True
        self.say(str(RULES["year_odd"]))
        return False

    @property
    def asked_year(self) -> int:
        """The year, zero when what was typed is none."""
        typed = (self.year.data or "").strip()
        year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else 0  # noqa: PLR2004
        return year if FIRST_YEAR <= year <= LAST_YEAR else 0

    def say(self, words: str) -> None:
        """Put a sentence under the year."""
        self.year.errors = [*self.year.errors, words]
