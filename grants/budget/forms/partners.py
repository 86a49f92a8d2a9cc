"""The forms of a project carried by several associations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from grants.budget.forms.fields import LONGEST_SUM, OnceForm, one_line, read_sum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.budget.queries.partners import Carrying

LONGEST_NAME, LONGEST_NUMBER = 200, 40
TOO_LONG = _l("Écrivez au plus %(max)d signes.")


class PartnerForm(OnceForm):
    """One more association, known or not."""

    name = StringField(_l("Association"), filters=[one_line], validators=[Length(max=LONGEST_NAME, message=TOO_LONG)])
    number = StringField(
        _l("SIRET ou RNA"), filters=[one_line], validators=[Length(max=LONGEST_NUMBER, message=TOO_LONG)]
    )


def read_parts(typed: Mapping[str, str], rows: Sequence[Carrying]) -> tuple[dict[int, int], dict[str, str]]:
    """Read the part of each association, in cents by its id, and the sentence of each that cannot be read."""
    parts: dict[int, int] = {}
    wrong: dict[str, str] = {}
    for row in rows:
        name = f"part_{row.association_id}"
        try:
            parts[row.association_id] = read_sum(typed.get(name, "")[:LONGEST_SUM])
        except ValueError as error:
            wrong[name] = str(error)
    return parts, wrong
