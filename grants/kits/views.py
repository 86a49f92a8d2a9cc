"""The desk of kits: give a call away, look at what a kit would make, open it."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.calls.queries import call_at, calls, newest_call
from grants.calls.schemes import described
from grants.calls.views import call_key
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.kit_archive import LARGEST_KIT, pack, unpack
from grants.files import given
from grants.kits import wording
from grants.kits.forms import KitForm
from grants.kits.queries import kit_of
from grants.kits.services import open_kit
from grants.security import STAFF, open_to, takes_files
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.domain.kit import Kit
    from grants.kits.services import Opened

bp = Blueprint("kits", __name__)
PLACE = "/gestion/kits/"


@bp.route(PLACE, methods=["GET", "POST"])
@open_to(STAFF)
@takes_files(LARGEST_KIT * 3)
def index() -> ResponseReturnValue:
    """List the calls that can be given away, and take a kit to look at."""
    form = KitForm()
    if not form.is_submitted():
        return _desk()
    upload = given(request.files.get("file"), LARGEST_KIT)
    if upload is None:
        return _desk(str(wording.RULES["kit_missing"])), 422
    try:
        kit = unpack(upload[1])
    except RuleError as error:
        return _desk(wording.said(error)), 422
    newest = newest_call()
    form.propose(upload[1], newest.year + 1 if newest else kit.year)
    return _look(form, kit)


def _desk(said: str = "") -> str:
    ours = [each for each in calls() if not each.imported]
    return render_template("kits/index.html", calls=ours, said=said, call_key=call_key)


@bp.post(f"{PLACE}ouvrir")
@open_to(STAFF)
def begin() -> ResponseReturnValue:
    """Open the kit that was looked at."""
    form = KitForm()
    try:
        kit = unpack(base64.b64decode(form.kit.data or "", validate=True))
    except (RuleError, binascii.Error, ValueError):
        return _desk(str(wording.RULES["kit_no_archive"])), 422
    opened = _opened(form, kit) if form.checked() else None
    if opened is None:
        return _look(form, kit), 422
    year, key = opened.call.year, call_key(opened.call)
    db.session.commit()
    flash(_("L’appel est prêt. Relisez ses mots et ses dates avant son ouverture."), "success")
    return redirect(url_for("calls.edit", year=year, key=key))


@bp.get(f"{PLACE}<int(max=9999):year>.zip")
@bp.get(f"{PLACE}<int(max=9999):year>/<key>.zip")
@open_to(STAFF)
def give(year: int, key: str = "") -> ResponseReturnValue:
    """Give a call away as a kit."""
    call = call_at(year, key)
    if call is None or call.imported:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="kit-{call.scheme}-{year}.zip"'}
    return Response(pack(kit_of(call)), mimetype="application/zip", headers=headers)


def _opened(form: KitForm, kit: Kit) -> Opened | None:
    """Open the kit as the form says; the form says why not."""
    town = current_settings().territory
    try:
        return open_kit(kit, form.asked_year, town, g.person, with_letters=form.letters.data)
    except RuleError as error:
        db.session.rollback()
        form.say(wording.said(error))
        return None


def _look(form: KitForm, kit: Kit) -> str:
    """Show what opening the kit would make, by making it and taking it back."""
    opened = None if form.year.errors else _opened(form, kit)
    made = opened and {
        "title": opened.call.title,
        "dates": opened.call.dates,
        "kind": described(opened.call.scheme),
        "evening": opened.evening,
        "letters": opened.letters,
        "left": [(template, language, wording.why_left(code)) for template, language, code in opened.left],
    }
    db.session.rollback()
    town = territory(current_settings().territory)
    others = [theme.name for theme in kit.themes if town.theme(theme.key) is None]
    told = {"made": made, "others": others, "made_on": wording.day_words(kit.made_on)}
    return render_template("kits/look.html", form=form, kit=kit, **told)
