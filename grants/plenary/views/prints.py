"""What is printed: by staff whenever they like, the booklet for everybody once staff printed it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import abort, current_app, flash, redirect, send_file, url_for

from grants.db import db
from grants.domain.errors import RuleError
from grants.pdf import PdfUnavailable
from grants.plenary.forms import words_of
from grants.plenary.services.printing import PRINTS, is_printed, kept_booklet, order_print, print_evening
from grants.plenary.views import bp
from grants.plenary.views.public import PUBLIC_EDITIONS, asked_plenary
from grants.security import EVERYONE, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.settings import Settings

PDF = "application/pdf"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@bp.get("/gestion/pleniere/<int(max=9999):year>/imprimer/<kind>.pdf")
@open_to(STAFF)
def print_out(year: int, kind: str) -> ResponseReturnValue:
    """Print a booklet, the personal programmes or the badges."""
    plenary = asked_plenary(year)
    if kind not in PRINTS:
        abort(404)
    try:
        order = order_print(plenary, kind, site=_settings().base_url, var=_settings().var)
        db.session.rollback()
        made = print_evening(order)
    except RuleError as error:
        flash(words_of(error), "error")
        return redirect(url_for("plenary.desk", year=year))
    except PdfUnavailable as error:
        flash(str(error), "error")
        return redirect(url_for("plenary.desk", year=year))
    return send_file(BytesIO(made), PDF, download_name=f"pleniere-{year}-{kind}.pdf")


@bp.get("/pleniere/<int(max=9999):year>/livret-<edition>.pdf")
@open_to(EVERYONE)
def booklet(year: int, edition: str) -> ResponseReturnValue:
    """Give the booklet that staff last printed."""
    plenary = asked_plenary(year)
    if edition not in PUBLIC_EDITIONS or not is_printed(plenary, edition, _settings().var):
        abort(404)
    kept = kept_booklet(plenary, edition, _settings().var)
    return send_file(kept, PDF, download_name=f"livret-{year}-{edition}.pdf")
