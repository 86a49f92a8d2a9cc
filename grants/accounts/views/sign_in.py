"""Sign-in pages, and the watch kept on who opens what."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants import mail
from grants.accounts import services
from grants.accounts.forms import WORDS, CodeForm, SignInForm
from grants.accounts.queries import asked_by, live_session, waits_for_factor
from grants.db import db, only_reading
from grants.domain.devices import device_of
from grants.domain.errors import RuleError
from grants.security import EVERYONE, caller, door_of, may_open, open_to

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from grants.accounts.models import Identity, Person, SessionRow
    from grants.settings import Settings

bp = Blueprint("accounts", __name__)

READING = {"GET", "HEAD", "OPTIONS"}
ASKED_HERE = 3
"""Mails asked for in one browser whose links it still opens: somebody asks again, then the first one arrives."""


def cookie_name() -> str:
    """Return the name of the sign-in cookie; the `__Host-` prefix asks for HTTPS."""
    return "__Host-grants" if current_app.config["SESSION_COOKIE_SECURE"] else "grants"


@bp.before_app_request
def know_who_asks() -> ResponseReturnValue | None:
    """Recognise the person, then hold the page to those it is open to."""
    only_reading.set(request.method in READING)
    g.session_row = _opened()
    g.person = None if g.session_row is None or waits_for_factor(g.session_row) else g.session_row.person
    g.who = _who(g.person)  # for the log, which comes when the person may be gone
    if request.endpoint is None or request.endpoint == "static":
        return None
    door = door_of(current_app.view_functions[request.endpoint])
    if door is None:
        abort(403)
    if door.audience == EVERYONE:
        return None
    if g.person is None:
        return ask_who()
    return None if may_open(door, g.person, request.blueprint, request.view_args or {}) else abort(403)


def _who(person: Person | None) -> str:
    """Say in a word, for the log, what somebody may do here."""
    if person is None:
        return "nobody"
    return person.role if person.is_staff else "call" if person.works_here else "member"


def _opened() -> SessionRow | None:
    """Return the session of this browser, open or half open, and note now and then that it was seen."""
    token = request.cookies.get(cookie_name())
    row = live_session(services.hashed(token)) if token else None
    if token and row is not None and services.note_seen(row):
        row = live_session(services.hashed(token))
    return row


def ask_who() -> ResponseReturnValue:
    """Send a reader to sign in, or to show their second factor; give a writer their text back with the way to it."""
    if request.method in READING:
        wanted = request.script_root + request.full_path.rstrip("?")
        if g.session_row is None:
            return redirect(url_for("accounts.sign_in", next=wanted))
        session["after_factor"] = wanted
        return redirect(url_for("accounts.second_factor"))
    return render_template("errors/again.html", fields=_typed(), signed_out=True), 401


def _typed() -> list[tuple[str, str]]:
    """Return what was typed, field by field, without the tokens."""
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def safe_next(target: str | None) -> str:
    """Keep a destination only if it stays on this site, also for a browser, which skips tabs and line ends."""
    if target and target.isprintable() and target.startswith("/") and not target.startswith(("//", "/\\")):
        return target
    return f"{request.script_root}/mon-espace"


def _settings() -> Settings:
    """Return the settings in force."""
    settings: Settings = current_app.extensions["settings"]
    return settings


@bp.route("/connexion", methods=["GET", "POST"])
@open_to(EVERYONE)
def sign_in() -> ResponseReturnValue:
    """Ask for an address and post the mail; the answer is the same whoever asks."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            wanted, minutes = safe_next(form.next.data), _settings().sign_in_minutes
            asked = services.ask_sign_in(form.email.data or "", str(get_locale()), wanted, minutes, caller())
        except RuleError as error:
            db.session.commit()
            form.email.errors = [str(WORDS[error.code])]
            return _ask_address(form), 429
        db.session.commit()
        session["asked"] = [asked.public_id, *session.get("asked", ())][:ASKED_HERE]
        session["asked_for"] = asked.email
        return redirect(url_for("accounts.code"))
    return _ask_address(form), 422 if form.errors else 200


def _ask_address(form: SignInForm) -> str:
    """Show the form of an address, and the way through ProConnect where there is one."""
    offered = bool(_settings().proconnect_issuer)
    return render_template("accounts/sign_in.html", form=form, proconnect=offered, wanted=safe_next(form.next.data))


@bp.route("/connexion/code", methods=["GET", "POST"])
@open_to(EVERYONE)
def code() -> ResponseReturnValue:
    """Take the six digits, in the browser that asked for them."""
    if not session.get("asked"):
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            asked = services.use_code(session["asked"][0], form.code.data or "", _browser())
        except RuleError as error:
            db.session.commit()
            form.code.errors = [str(WORDS[error.code])]
        else:
            return welcome(asked.email, asked.next_url)
    context = {"form": form, "email": session.get("asked_for", ""), "developer": _settings().developer_mailbox}
    return render_template("accounts/code.html", **context), 422 if form.errors else 200


@bp.route("/connexion/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def link(token: str) -> ResponseReturnValue:
    """Show a button, in the browser that asked; only pressing it uses the link, since mail scanners open addresses."""
    asked = session.get("asked", ())
    if request.method != "POST":
        found = asked_by(services.hashed(token))
        here = found is not None and found.public_id in asked
        return render_template("accounts/link.html" if here else "accounts/elsewhere.html")
    try:
        used = services.use_link(token, asked)
    except RuleError as error:
        if error.code == "elsewhere":
            return render_template("accounts/elsewhere.html"), 403
        flash(str(WORDS[error.code]), "error")
        return redirect(url_for("accounts.sign_in"))
    return welcome(used.email, used.next_url)


def _browser() -> str:
    """Return a name this browser keeps while its form cookie lives: what it tries is counted under it."""
    if "browser" not in session:
        session["browser"] = secrets.token_urlsafe(12)
    return str(session["browser"])


def enter(person: Person, next_url: str) -> ResponseReturnValue:
    """Commit, and let in whoever proved their address by a link; staff sign in as always, since a link lives long."""
    if g.person is not None and g.person.id == person.id:
        db.session.commit()
        return redirect(next_url)
    if person.works_here:
        db.session.commit()
        return redirect(url_for("accounts.sign_in", next=next_url))
    return welcome(person.email, next_url)


def welcome(
    email: str, next_url: str, *, proved: bool = False, identity: Identity | None = None, id_token: str = ""
) -> ResponseReturnValue:
    """Open a session in place of the one before, and go where the person was going, by their second factor if any.

    `proved`: another house, that of the `identity`, saw their second factor already.
    """
    services.close_session(request.cookies.get(cookie_name(), ""))
    device = device_of(request.user_agent.string)
    days = _settings().session_days
    token, expires_at = services.open_session(email, str(get_locale()), days, device=device, proved=proved)
    if identity is not None:
        services.tie(identity, token, id_token)
    row = live_session(services.hashed(token))
    half = row is not None and waits_for_factor(row)
    db.session.commit()
    asked = session.get("asked", [])
    session.clear()
    session["asked"] = asked  # pressed once more, its link says that it was used
    if half:
        session["after_factor"] = safe_next(next_url)
        return with_session(redirect(url_for("accounts.second_factor")), token, expires_at)
    flash(_("Bienvenue\u00a0: vous voilà dans votre espace."), "success")
    return with_session(redirect(safe_next(next_url)), token, expires_at)


def with_session(response: ResponseReturnValue, token: str, expires_at: datetime | None) -> ResponseReturnValue:
    """Set or clear the sign-in cookie."""
    answer = current_app.make_response(response)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    if expires_at is None:
        answer.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax")
    else:
        answer.set_cookie(cookie_name(), token, expires=expires_at, secure=secure, httponly=True, samesite="Lax")
    return answer


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def invitation(token: str) -> ResponseReturnValue:
    """Accept a role offered by `admin invite`."""
    if request.method == "POST":
        try:
            person = services.accept_invitation(token, str(get_locale()))
        except RuleError as error:
            flash(str(WORDS[error.code]), "error")
            return redirect(url_for("accounts.sign_in"))
        return welcome(person.email, f"{request.script_root}/gestion/")
    return render_template("accounts/invitation.html", token=token)


@bp.get("/dev/boite")
@open_to(EVERYONE)
def developer_mailbox() -> ResponseReturnValue:
    """Show the mails written lately, on a developer's machine only."""
    if not _settings().developer_mailbox:
        abort(404)
    return render_template("accounts/developer_mailbox.html", mails=mail.recent())
