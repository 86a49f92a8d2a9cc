"""What leaves: staff see what waits, what left, and what is in trouble; never the words that let somebody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.audit import record
from grants.db import db
from grants.domain.file import clean
from grants.mail import services
from grants.mail.forms import STATES, say_trouble
from grants.mail.letters import LETTERS, Kind
from grants.mail.queries import sendings
from grants.mail.views import bp
from grants.security import STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SHOWN = frozenset(Kind) - {Kind.ACCOUNT}
"""The kinds whose words may be read here; a mail of before the kinds shows none."""
KEYS = frozenset(name for name, each in LETTERS.items() if "token" in each.must)
"""Mails that hold a secret link, whatever their kind: who reads it could answer in somebody's place."""


@bp.get("/gestion/courriels/envois")
@open_to(STAFF)
def outbox() -> ResponseReturnValue:
    """List the mails, newest first, by address and by state."""
    asked = asked_of_outbox()
    page = request.args.get("page", 1, type=int)
    found = sendings(asked["q"], asked["etat"], min(max(page, 1), 10**6))
    return render_template(
        "mail/outbox.html", found=found, asked=asked, states=STATES, shown=SHOWN, keys=KEYS, say_trouble=say_trouble
    )


def asked_of_outbox() -> dict[str, str]:
    """Return the address and the state asked for, as the address of the page says them."""
    state = request.args.get("etat", "")
    return {"q": clean(request.args.get("q", ""))[:200].strip(), "etat": state if state in STATES else ""}


@bp.post("/gestion/courriels/envois/<int:mail_id>/reprendre")
@open_to(STAFF)
def try_again(mail_id: int) -> ResponseReturnValue:
    """Have a mail in trouble tried again."""
    if services.try_again(mail_id):
        record(f"person:{g.person.id}", "mail_tried_again", f"mail:{mail_id}")
        flash(_("Nouvel essai demandé\u00a0: le résultat se lit ici dans une minute."), "success")
    else:
        flash(_("Ce courriel est déjà parti."), "warning")
    db.session.commit()
    return redirect(url_for("mails.outbox"))
