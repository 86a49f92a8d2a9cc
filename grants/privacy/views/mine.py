"""What is held of oneself: read it, take it away, ask for it to be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.privacy import queries, services
from grants.privacy.views.blueprint import archive_of, bp
from grants.privacy.wording import table_words
from grants.security import MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/mon-espace/mes-donnees")
@open_to(MEMBERS)
def mine() -> ResponseReturnValue:
    """Tell what is held of the person, and what they may do about it."""
    return _page()


@bp.get("/mon-espace/mes-donnees.zip")
@open_to(MEMBERS)
def take_mine() -> ResponseReturnValue:
    """Give all of it."""
    return archive_of(g.person.email)


@bp.post("/mon-espace/mes-donnees/effacer")
@open_to(MEMBERS)
def ask_erasure() -> ResponseReturnValue:
    """Note that the person asks to be erased, once they ticked that they know what it means."""
    if not request.form.get("sure"):
        return _page(error=_("Cochez la case\u00a0: un effacement ne se défait pas.")), 422
    services.ask_erasure(g.person)
    db.session.commit()
    flash(_("Votre demande est notée. Le service y répond en un mois au plus."), "success")
    return redirect(url_for("privacy.mine"))


def _page(error: str = "") -> str:
    counts = [(table_words(name), number) for name, number in queries.counts(g.person.email).items()]
    return render_template("privacy/mine.html", counts=counts, waiting=queries.request_of(g.person), error=error)
