"""Who comes to a workshop, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.domain.scdl import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.workshops.models import SignUp

BYTE_ORDER_MARK = "\ufeff"


def as_csv(people: Iterable[SignUp]) -> str:
    """Return the list as CSV with `;`, as French spreadsheets open it; no cell can act as a formula."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    heads = (
        _("Nom"),
        _("E-mail"),
        _("Téléphone"),
        _("Association ou groupe"),
        _("Besoins"),
        _("Place"),
        _("Inscrit le"),
    )
    lines.writerow(heads)
    for each in people:
        place = _("oui") if each.seated else _("liste d’attente")
        row = (each.name, each.email, each.phone, each.association, each.needs, place, f"{each.created_at:%Y-%m-%d}")
        lines.writerow([harmless(cell) for cell in row])
    return BYTE_ORDER_MARK + text.getvalue()
