"""The town's answer: who asks, what is held of an address, erase it, give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.privacy import queries, services
from grants.privacy.views.blueprint import archive_of, bp
from grants.privacy.wording import WHY, table_words
from grants.security import ADMIN, open_to
from grants.settings import current_settings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/gestion/personnes")
@open_to(ADMIN)
def people() -> ResponseReturnValue:
    """List who asks to be erased, and tell what is held of an address."""
    return _page(request.args.get("adresse", ""))


@bp.post("/gestion/personnes/donnees")
@open_to(ADMIN)
def give_data() -> ResponseReturnValue:
    """Give all that is held of an address, for whoever asked it at the counter; the log keeps that it was done."""
    address = request.form.get("address", "").strip().lower()
    if not queries.counts(address):
        abort(404)
    services.note_given(address, f"person:{g.person.id}")
    db.session.commit()
    return archive_of(address)


@bp.post("/gestion/personnes/effacer")
@open_to(ADMIN)
def erase() -> ResponseReturnValue:
    """Erase whoever has an address, typed twice; then tidy what stands beside the database."""
    address = request.form.get("address", "").strip().lower()
    if not address or request.form.get("again", "").strip().lower() != address:
        return _page(address, _("Écrivez la même adresse une seconde fois\u00a0: un effacement ne se défait pas.")), 422
    try:
        erased = services.erase(address, f"person:{g.person.id}")
    except RuleError as error:
        db.session.rollback()
        return _page(address, str(WHY[error.code]) % error.figures), 422
    db.session.commit()
    services.tidy_files(current_settings().var, erased)
    quiet = services.tidy_disk()
    flash(_("C’est effacé\u00a0: %(rows)s lignes vidées ou retirées.", rows=sum(erased.rows.values())), "success")
    if erased.lines:
        flash(_("%(count)s lignes des livres nomment cette personne et ne se changent pas.", count=len(erased.lines)))
    if not quiet:
        flash(_("La base était occupée\u00a0: la commande «\u00a0privacy tidy\u00a0» finira de libérer le disque."))
    return redirect(url_for("privacy.people"))


@bp.post("/gestion/personnes/demandes/<int:number>")
@open_to(ADMIN)
def set_aside(number: int) -> ResponseReturnValue:
    """Note that a request was answered otherwise."""
    asked = next((each for each in queries.open_requests() if each.id == number), None) or abort(404)
    services.answer_request(asked, f"person:{g.person.id}")
    db.session.commit()
    flash(_("La demande est classée."), "success")
    return redirect(url_for("privacy.people"))


def _page(address: str, error: str = "") -> str:
    address = address.strip().lower()
    counts = [(table_words(name), number) for name, number in queries.counts(address).items()] if address else []
    return render_template(
        "privacy/people.html", address=address, counts=counts, requests=queries.open_requests(), error=error
    )
