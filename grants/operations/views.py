"""Pages about the instance itself: its backups, and whether it is alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.jobs import current_jobs
from grants.operations import health, queries, services
from grants.privacy.services import is_shut
from grants.security import ADMIN, EVERYONE, STAFF, open_to
from grants.settings import current_settings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("operations", __name__)
NEVER_SHUT = frozenset({"operations.healthz", "static"})


@bp.before_app_request
def hold_shut() -> None:
    """Show no page of a backup put back until whoever was erased since is erased again."""
    if is_shut(current_settings().var) and request.endpoint not in NEVER_SHUT:
        abort(503)


@bp.get("/gestion/sauvegardes")
@open_to(STAFF)
def backups() -> ResponseReturnValue:
    """List the backups: when, how large, sound or not; say how far a new one is and why the last one failed."""
    shelf = queries.shelf()
    return render_template(
        "operations/backups.html",
        made=shelf is not None,
        kept=shelf.kept() if shelf else [],
        under_way=shelf.under_way() if shelf else None,
        failure=shelf.failure() if shelf else None,
        sealed=bool(current_settings().backup_recipient),
        may=g.person.is_admin,
    )


@bp.post("/gestion/sauvegardes")
@open_to(ADMIN)
def back_up() -> ResponseReturnValue:
    """Have a backup made now; it can be left and found again."""
    if services.ask_for_backup(f"person:{g.person.id}"):
        db.session.commit()
        current_jobs().soon("back_up_asked")
        flash(_("La sauvegarde est demandée. Vous pouvez quitter cette page."), "success")
    else:
        flash(_("Une sauvegarde est déjà en route, ou aucun dossier n’est réglé pour les recevoir."), "warn")
    return redirect(url_for("operations.backups"))


@bp.post("/gestion/sauvegardes/<name>")
@open_to(ADMIN)
def take(name: str) -> ResponseReturnValue:
    """Give a sealed backup to an administrator, who cannot open it without the identity; the taking is written down."""
    shelf = queries.shelf() or abort(404)
    taken = next((each for each in shelf.kept() if each.name == name and each.sealed and each.sound), None)
    taken = taken or abort(404)
    services.note_taking(f"person:{g.person.id}", taken)
    db.session.commit()
    headers = {
        "Content-Disposition": f'attachment; filename="{taken.name}"',
        "Content-Length": str(taken.size),
        "Cache-Control": "no-store",
    }
    return Response(shelf.pieces(taken.name), content_type="application/octet-stream", headers=headers)


@bp.get("/healthz")
@open_to(EVERYONE)
def healthz() -> ResponseReturnValue:
    """Tell a balancer and a monitor whether this process can serve, and what waits behind it."""
    told = health.look()
    answer = jsonify(told)
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if told["status"] != "down" else 503
