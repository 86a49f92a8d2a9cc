"""What comes to the end of its time: the clocks, the lists to have signed, and what a visa lets go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.retention import CLOCKS, Step
from grants.jobs import current_jobs
from grants.privacy import queries, services
from grants.privacy.clock_words import FATES, NAMES, WHY, clocks_told, kept_words, state_of
from grants.privacy.disposal_table import kept_times, listed
from grants.privacy.forms import visa_of
from grants.privacy.handing import handed_over
from grants.privacy.views.blueprint import bp
from grants.security import ADMIN, STAFF, open_to
from grants.settings import current_settings
from grants.sheets import sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.privacy.models import Disposal


@bp.get("/gestion/archives")
@open_to(STAFF)
def archives() -> ResponseReturnValue:
    """Tell the clocks, what ends soon, and the lists made so far."""
    return _page()


@bp.post("/gestion/archives")
@open_to(STAFF)
def prepare_disposal() -> ResponseReturnValue:
    """Make the list of the files of a clock whose time is over."""
    clock, fate = request.form.get("clock", ""), request.form.get("fate", "")
    if clock not in {each.key for each in CLOCKS if each.visa} or fate not in FATES:
        abort(400)
    try:
        made = services.prepare(clock, fate, f"person:{g.person.id}")
    except RuleError as error:
        db.session.rollback()
        return _page(str(WHY[error.code])), 422
    db.session.commit()
    return redirect(url_for("privacy.disposal", number=made.number))


@bp.get("/gestion/archives.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def archives_sheet(ending: str) -> ResponseReturnValue:
    """Give how long things are kept, and what ends soon."""
    found = [queries.ending(clock) for clock in CLOCKS]
    ends = [(len(each), soon.ends if (soon := _next(each)) else None) for each in found]
    return sent(kept_times(current_settings(), ends), ending, "durees-de-garde")


@bp.get("/gestion/archives/<number>")
@open_to(STAFF)
def disposal(number: str) -> ResponseReturnValue:
    """Show a list: its files, its visa, how far it is carried out."""
    return _list(_found(number))


@bp.get("/gestion/archives/<number>.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def disposal_sheet(number: str, ending: str) -> ResponseReturnValue:
    """Give a list as the archives sign it."""
    found = _found(number)
    return sent(listed(found), ending, f"bordereau-{found.number}")


@bp.post("/gestion/archives/<number>/garder")
@open_to(STAFF)
def take_off_disposal(number: str) -> ResponseReturnValue:
    """Take a file off a list, with the reason."""
    found = _found(number)
    line = next((each for each in found.lines if str(each.id) == request.form.get("line")), None) or abort(404)
    return _done(found, lambda: services.take_off(line, request.form.get("why", "")[:300], f"person:{g.person.id}"))


@bp.post("/gestion/archives/<number>/visa")
@open_to(ADMIN)
def sign_disposal(number: str) -> ResponseReturnValue:
    """Note the archivist's visa, from the paper they signed."""
    found = _found(number)
    return _done(found, lambda: services.sign(found, visa_of(request.form), f"person:{g.person.id}"))


@bp.post("/gestion/archives/<number>/executer")
@open_to(ADMIN)
def carry_out_disposal(number: str) -> ResponseReturnValue:
    """Have a signed list carried out, once its number is typed again; the work can be left and found again."""
    found = _found(number)
    if request.form.get("again", "").strip() != number:
        return _list(found, str(WHY["again_wrong"])), 422
    try:
        services.start(found, f"person:{g.person.id}")
    except RuleError as error:
        db.session.rollback()
        return _list(_found(number), str(WHY[error.code])), 422
    db.session.commit()
    current_jobs().soon("carry_out", number)
    flash(_("C’est demandé. Vous pouvez quitter cette page."), "success")
    return redirect(url_for("privacy.disposal", number=number))


@bp.post("/gestion/archives/<number>/versement.zip")
@open_to(ADMIN)
def hand_over_disposal(number: str) -> ResponseReturnValue:
    """Give the files of a signed list of handing over, whole, for the archives; the log keeps that it was done."""
    found = _found(number)
    if found.fate != "hand_over" or not found.visa_on or found.started_at:
        abort(404)
    made = handed_over(found)
    services.note_handed(found, f"person:{g.person.id}")
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="versement-{number}.zip"', "Cache-Control": "no-store"}
    return Response(made, mimetype="application/zip", headers=headers)


def _found(number: str) -> Disposal:
    return queries.disposal(number) or abort(404)


def _done(found: Disposal, verb: Callable[[], None]) -> ResponseReturnValue:
    """Do a verb on a list, or show the list with what keeps it from being done."""
    try:
        verb()
    except RuleError as error:
        db.session.rollback()
        return _list(_found(found.number), str(WHY[error.code])), 422
    db.session.commit()
    flash(_("C’est noté."), "success")
    return redirect(url_for("privacy.disposal", number=found.number))


def _page(error: str = "") -> str:
    settings = current_settings()
    due = [
        (clock, str(NAMES[clock.key]), queries.ending(clock), len(services.listable(clock.key)) if clock.visa else 0)
        for clock in CLOCKS
    ]
    return render_template(
        "privacy/archives.html",
        clocks=list(clocks_told(settings)),
        due=[(clock, name, len(found), _next(found), ready) for clock, name, found, ready in due],
        lists=queries.disposals(),
        fates=[(key, str(words)) for key, words in FATES.items()],
        state_of=state_of,
        settings=settings,
        error=error,
    )


def _next(found: list[queries.Due]) -> queries.Due | None:
    return min((each for each in found if each.step is not Step.ENDED), key=lambda each: each.ends, default=None)


def _list(found: Disposal, error: str = "") -> str:
    return render_template(
        "privacy/disposal.html",
        list=found,
        name=str(FATES[found.fate]),
        clock=str(NAMES[found.clock]),
        state=state_of(found),
        why=kept_words,
        typed=request.form,
        may=g.person.is_admin,
        error=error,
    )
