"""Before writing: all that a call asks, for everybody to read, and the way to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import get_locale

from grants.applications import services
from grants.applications.blank import Blank, blank_form
from grants.applications.forms import choices
from grants.applications.queries import call_of, earlier_files, files_of, window
from grants.applications.views.blueprint import bp, last_screen, pdf_answer, words_of, written
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.states import State
from grants.pdf import PdfUnavailable
from grants.security import EVERYONE, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.calls.models import Call
    from grants.domain.file import Field

HOUR_SECONDS = 3600


@bp.route("/appels/<int:year>/proposer", methods=["GET", "POST"])
@bp.route("/appels/<int:year>/<key>/proposer", methods=["GET", "POST"])
@open_to(EVERYONE)
def propose(year: int, key: str = "") -> ResponseReturnValue:
    """Say to everybody what will be asked; open a draft for who is signed in. Pressing twice opens one."""
    call = call_of(year, key) or abort(404)
    if request.method == "POST":
        if g.person is None:
            return redirect(url_for("accounts.sign_in", next=request.script_root + request.path))
        draft = _start(call)
        db.session.commit()
        return redirect(url_for("applications.screen", public_id=draft.public_id, name=last_screen(draft)))
    files = files_of(g.person) if g.person else []
    drafts = [each for each in files if each.call_id == call.id and each.state == State.DRAFT]
    context = {"window": window(call, now()), "drafts": drafts, "key": services.new_key()}
    if g.person:
        context |= {"earlier": earlier_files(g.person, call), "chosen": request.args.get("repartir", "")}
    return render_template("applications/propose.html", call=call, **context, **words_of(call))


def _start(call: Call) -> Application:
    """Open a draft, empty or with the answers of the earlier file that was chosen."""
    key, earlier = request.form.get("key", ""), request.form.get("again", "")
    if earlier:
        return services.start_again(call, g.person, written(earlier), key)
    return services.start_draft(call, g.person, key, another="another" in request.form)


@bp.get("/appels/<int:year>/questions")
@bp.get("/appels/<int:year>/<key>/questions")
@open_to(EVERYONE)
def questions(year: int, key: str = "") -> ResponseReturnValue:
    """Show every question of a call, with its hint, its limit and whether it is required, to everybody."""
    call = call_of(year, key) or abort(404)
    return render_template("applications/questions.html", call=call, options=_options(call), **words_of(call))


@bp.get("/appels/<int:year>/formulaire.pdf")
@bp.get("/appels/<int:year>/<key>/formulaire.pdf")
@open_to(EVERYONE)
def blank(year: int, key: str = "") -> ResponseReturnValue:
    """Give the blank form to fill by hand, on two pages."""
    call = call_of(year, key) or abort(404)
    form = Blank(scheme_of(call), territory(call.territory), call.title, call.closes_on, call.cap_cents)
    name = f"formulaire-{call.year}-{call.scheme}"
    db.session.commit()  # nobody waits for the database while the pages are laid out
    try:
        content = blank_form(form, str(get_locale() or "fr"))
    except PdfUnavailable as error:
        return abort(503, str(error))
    answer = pdf_answer(content, name)
    answer.headers["Cache-Control"] = f"public, max-age={HOUR_SECONDS}"
    return answer


def _options(call: Call) -> dict[str, list[str]]:
    """Return the answers of every choice of a call, in words."""
    scheme, town = scheme_of(call), territory(call.territory)

    def named(field: Field) -> list[str]:
        return [words for _key, words in choices(field, scheme, town)]

    return {field.key: named(field) for field in scheme.fields}
