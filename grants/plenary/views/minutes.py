"""The minutes of the evening: everybody reads them, anybody adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.applications.queries import local_day
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.plenary.forms import words_of
from grants.plenary.forms.after import MinutesForm
from grants.plenary.queries import published_programme
from grants.plenary.queries.minutes import evening_figures, minutes_of
from grants.plenary.services.minutes import Addition, add_minutes
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVERYONE, caller, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary


def addition_of(form: MinutesForm) -> Addition:
    """Return what a form adds."""
    return Addition(form.words.data or "", form.author.data or "", form.once.data or "")


@bp.route("/pleniere/<int(max=9999):year>/compte-rendu", methods=["GET", "POST"])
@open_to(EVERYONE)
def minutes(year: int) -> ResponseReturnValue:
    """Read the minutes, and add what one remembers: it shows at once."""
    plenary = asked_plenary(year)
    form = MinutesForm()
    if has_come(plenary) and form.validate_on_submit():
        try:
            add_minutes(plenary, addition_of(form), caller())
        except RuleError as error:
            db.session.commit()
            flash(words_of(error), "error")
        else:
            db.session.commit()
            flash(_("Merci\u00a0! Votre texte est en ligne."), "success")
            return redirect(url_for("plenary.minutes", year=year, _anchor="ajouts"))
    return _page(plenary, form), 422 if form.is_submitted() else 200


@bp.app_template_global("evening_has_come")
def has_come(plenary: Plenary) -> bool:
    """Tell whether the day of the evening has come."""
    return local_day(plenary.call, now()) >= plenary.held_on


def _page(plenary: Plenary, form: MinutesForm) -> str:
    return render_template(
        "plenary/after/minutes.html",
        plenary=plenary,
        call=plenary.call,
        form=form,
        has_come=has_come(plenary),
        counts=evening_figures(plenary, published_programme(plenary)),
        entries=minutes_of(plenary),
    )
