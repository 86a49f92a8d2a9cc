"""The second factor of those who work for the town: shown after the mail, set, taken away by an administrator."""

from __future__ import annotations

import io
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import abort, current_app, flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _

from grants.accounts import services
from grants.accounts.forms import WORDS, FactorForm
from grants.accounts.queries import clock_of, codes_left, pending_clock, staff
from grants.accounts.views.sign_in import ask_who, bp, safe_next, with_session
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.totp import clock_address, key_in_words
from grants.security import ADMIN, EVERYONE, open_to
from grants.settings import current_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.accounts.models import SessionRow

FRESH = timedelta(minutes=15)


@bp.route("/connexion/verification", methods=["GET", "POST"])
@open_to(EVERYONE)
def second_factor() -> ResponseReturnValue:
    """Ask for a code of the clock or a recovery code, after the mail or before a change of factor."""
    row = g.session_row
    if row is None:
        return ask_who()
    if row.person.factor_since is None:
        return redirect(url_for("accounts.protection"))
    form = FactorForm()
    if form.validate_on_submit():
        try:
            services.prove(row.person, form.code.data or "")
        except RuleError as error:
            db.session.commit()
            form.code.errors = [str(WORDS[error.code])]
        else:
            return _opened_in_full(row, redirect(safe_next(session.pop("after_factor", ""))))
    return render_template("accounts/second_factor.html", form=form), 422 if form.errors else 200


def of_staff(view: Callable[[SessionRow], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """Hold a page of one’s own factors to staff, half signed in when they set their first one.

    Whoever has a factor changes it within a quarter of an hour after showing it.
    """

    @wraps(view)
    def held() -> ResponseReturnValue:
        row: SessionRow | None = g.session_row
        if row is None:
            return ask_who()
        if not row.person.works_here:
            abort(403)
        if row.person.factor_since and (row.factor_at is None or row.factor_at < now() - FRESH):
            session["after_factor"] = url_for("accounts.protection")
            return redirect(url_for("accounts.second_factor"))
        return view(row)

    return held


@bp.get("/connexion/protection")
@open_to(EVERYONE)
@of_staff
def protection(row: SessionRow) -> ResponseReturnValue:
    """Tell what protects one’s own sign-in, and what may be added."""
    person = row.person
    return render_template(
        "accounts/protection.html", who=person, clock=clock_of(person), left=codes_left(person), half=g.person is None
    )


@bp.post("/connexion/protection/commencer")
@open_to(EVERYONE)
@of_staff
def begin_clock(row: SessionRow) -> ResponseReturnValue:
    """Draw a key, then show it."""
    services.begin_clock(row.person)
    db.session.commit()
    return redirect(url_for("accounts.clock"))


@bp.route("/connexion/protection/application", methods=["GET", "POST"])
@open_to(EVERYONE)
@of_staff
def clock(row: SessionRow) -> ResponseReturnValue:
    """Show the key as a square and in letters; a first code of it takes it into use."""
    drawn = pending_clock(row.person)
    if drawn is None:
        return redirect(url_for("accounts.protection"))
    form, key = FactorForm(), key_in_words(services.secret_of(drawn))
    if form.validate_on_submit():
        try:
            codes = services.confirm_clock(row, form.code.data or "")
        except RuleError as error:
            db.session.commit()
            form.code.errors = [str(WORDS[error.code])]
        else:
            return show_codes(row, codes)
    return _kept_from_others(render_template("accounts/clock.html", form=form, key=key), 422 if form.errors else 200)


@bp.get("/connexion/protection/application.svg")
@open_to(EVERYONE)
@of_staff
def clock_square(row: SessionRow) -> ResponseReturnValue:
    """Draw the key that is being set as a square for the camera of a phone."""
    import segno  # noqa: PLC0415 - only where a square is drawn

    drawn = pending_clock(row.person) or abort(404)
    issuer = f"Envie de faire ({urlsplit(current_settings().base_url).hostname})"
    address = clock_address(services.secret_of(drawn), issuer, row.person.email)
    square = io.BytesIO()
    segno.make(address, error="m", micro=False).save(square, kind="svg", scale=4, dark="#000", light="#fff")
    answer = current_app.response_class(square.getvalue(), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/connexion/protection/codes")
@open_to(EVERYONE)
@of_staff
def renew_codes(row: SessionRow) -> ResponseReturnValue:
    """Make ten recovery codes, shown once."""
    if row.person.factor_since is None:
        abort(404)
    return show_codes(row, services.renew_codes(row.person))


@bp.post("/gestion/protection/<int:person_id>")
@open_to(ADMIN)
def reset_factor(person_id: int) -> ResponseReturnValue:
    """Take away the factors of somebody who lost them all, once an administrator made sure of who asks."""
    person = next((each for each in staff() if each.id == person_id), None) or abort(404)
    services.reset_factor(person, f"person:{g.person.id}")
    db.session.commit()
    flash(
        _("C’est fait\u00a0: %(who)s entrera par son e-mail, puis choisira une nouvelle protection.")
        % {"who": person.email}
    )
    return redirect(url_for("calls.member", person_id=person_id))


def show_codes(row: SessionRow, codes: list[str]) -> ResponseReturnValue:
    """Open the session in full after a factor was set, and show the codes made with it, this once."""
    if not codes:
        flash(_("C’est fait\u00a0: votre protection a changé."), "success")
        return _opened_in_full(row, redirect(url_for("accounts.protection")))
    following = safe_next(session.pop("after_factor", ""))
    page = render_template("accounts/recovery.html", codes=codes, following=following)
    return _kept_from_others(_opened_in_full(row, page))


def _opened_in_full(row: SessionRow, response: ResponseReturnValue) -> ResponseReturnValue:
    """Commit what a factor opens: a new session in place of the one that asked for it."""
    token, expires_at = services.renew_session(row, current_settings().session_days)
    db.session.commit()
    return with_session(response, token, expires_at)


def _kept_from_others(response: ResponseReturnValue, status: int = 200) -> ResponseReturnValue:
    """Have no cache keep a page that shows a secret."""
    answer = current_app.make_response(response)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
