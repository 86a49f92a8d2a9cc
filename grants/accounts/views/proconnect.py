"""Staff who come through ProConnect: going there, and coming back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from flask import abort, redirect, render_template, request, session, url_for
from flask_babel import get_locale

from grants import audit
from grants.accounts import proconnect, services
from grants.accounts.forms import PROCONNECT_WORDS
from grants.accounts.proconnect import Trip
from grants.accounts.services.identities import stands_for_factor
from grants.accounts.views.sign_in import bp, safe_next, welcome
from grants.db import db, now, only_reading
from grants.domain.errors import RuleError
from grants.security import EVERYONE, caller, open_to
from grants.settings import current_settings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.accounts.proconnect import Visitor

STATE_BYTES: Final = 32
TRIPS_KEPT: Final = 3
"""Trips that one browser may have begun: somebody presses in two tabs."""
TRIP_SECONDS: Final = 900
"""To find one's password, and one's telephone."""
ASKS_ONLY: Final = {"HEAD", "OPTIONS"}
STATUS: Final = {
    "cancelled": 200,
    "trip_over": 400,
    "too_many_trips": 429,
    "provider_silent": 502,
    "provider_wrong": 502,
}
"""Of the page that says why somebody does not come in; else it is not theirs (403)."""


@bp.get("/connexion/proconnect")
@open_to(EVERYONE)
def proconnect_go() -> ResponseReturnValue:
    """Send somebody to ProConnect; what they will come back with is bound to this browser."""
    _held()
    trip = Trip(secrets.token_urlsafe(STATE_BYTES), at_root("accounts.proconnect_back"))
    try:
        way = proconnect.way_to(trip)
    except RuleError as error:
        return _stopped(error.code)
    begun = {
        "state": trip.state,
        "next": safe_next(request.args.get("next")),
        "root": request.script_root,
        "at": int(now().timestamp()),
    }
    session["trips"] = [begun, *session.get("trips", ())][:TRIPS_KEPT]
    return redirect(way)


@bp.get("/connexion/proconnect/retour")
@open_to(EVERYONE)
def proconnect_back() -> ResponseReturnValue:
    """Take whoever comes back, in the browser that went, once.

    The one page that writes when it is read, since the standard sends people back by a redirection: what it takes is a
    secret drawn minutes before for this browser, and it does nothing for anybody else, nor for HEAD.
    """
    _held()
    begun = _begun(request.args.get("state", ""))
    if request.method in ASKS_ONLY or begun is None:
        return _stopped("trip_over")
    if begun["root"] != request.script_root:
        return redirect(begun["root"] + request.full_path)
    session["trips"] = [each for each in session["trips"] if each != begun]
    try:
        identity, visitor = _recognised(Trip(begun["state"], at_root("accounts.proconnect_back")))
    except RuleError as error:
        db.session.rollback()
        return _stopped(error.code)
    proved = stands_for_factor(identity, visitor.level)
    audit.record(f"person:{identity.person_id}", "proconnect_entered", f"person:{identity.person_id}")
    return welcome(
        identity.person.email, begun["next"], proved=proved, identity=identity, id_token=visitor.id_token
    )  # fmt: skip


def _recognised(trip: Trip) -> tuple[Any, Visitor]:
    """Use the trip, ask who comes with no transaction open, then recognise them; raises RuleError."""
    db.session.rollback()
    only_reading.set(False)
    try:
        services.take_trip(trip.state, caller())
    finally:
        db.session.commit()
    if request.args.get("error"):
        raise RuleError("cancelled" if request.args["error"] == "access_denied" else "provider_wrong")
    visitor = proconnect.come_back(trip, request.args.get("code", ""), request.args.get("iss", ""))
    return services.recognise(visitor, str(get_locale())), visitor


def _begun(state: str) -> dict[str, Any] | None:
    """Return the trip that this browser began with that state, if it is not too long ago."""
    since = now().timestamp() - TRIP_SECONDS
    return next((each for each in session.get("trips", ()) if each["state"] == state and each["at"] > since), None)


def _stopped(code: str) -> ResponseReturnValue:
    """Say in plain words why somebody does not come in this way, and show the other one."""
    return render_template("accounts/proconnect_stop.html", told=PROCONNECT_WORDS[code]), STATUS.get(code, 403)


def _held() -> None:
    """Hold these pages to towns that have ProConnect."""
    if not current_settings().proconnect_issuer:
        abort(404)


def at_root(endpoint: str) -> str:
    """Return the whole address of a page in French, the one given to ProConnect once for all."""
    return current_settings().base_url.rstrip("/") + url_for(endpoint).removeprefix(request.script_root)
