"""The papers of the council: what to sign, what to explain, what to annex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, render_template, request
from flask_babel import gettext as _

from grants.budget import papers, queries
from grants.budget.queries.payables import town_day
from grants.budget.views import bp
from grants.budget.views.acting import call_or_404
from grants.budget.views.ballot import EACH
from grants.db import db
from grants.domain.calendar import note_limit
from grants.pdf import PdfUnavailable
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.budget.papers import Paper
    from grants.budget.queries import Papers
    from grants.calls.models import Call

ODT = "application/vnd.oasis.opendocument.text"


@bp.get("/gestion/budget/<int(max=9999):year>/conseil")
@open_to(STAFF, BUDGET)
def council(year: int) -> ResponseReturnValue:
    """Show the papers that can be taken to the council, and what they still lack."""
    call = call_or_404(year)
    draft, acts = queries.draft_of(call), queries.deliberations_of(call)
    return render_template(
        "budget/council.html",
        call=call,
        draft=draft,
        acts=acts,
        outdated=draft.outdated and not acts,
        note_by=note_limit(call.council_on),
        today=town_day(call),
    )


@bp.get("/gestion/budget/<int(max=9999):year>/conseil/deliberation.<any(pdf, odt):ending>")
@open_to(STAFF, BUDGET)
def deliberation_paper(year: int, ending: str) -> ResponseReturnValue:
    """Give the act, or one act per association (`actes`), drafted or as recorded (`acte`)."""
    found = _asked(call_or_404(year))
    each = request.args.get("actes", "") == EACH and not found.act
    acts = papers.one_each(found) if each else [found]
    return _drawn(lambda: papers.deliberation_paper(acts), ending, _named(_("deliberation"), found))


@bp.get("/gestion/budget/<int(max=9999):year>/conseil/note.<any(pdf, odt):ending>")
@open_to(STAFF, BUDGET)
def note_paper(year: int, ending: str) -> ResponseReturnValue:
    """Give the explanatory note."""
    found = _asked(call_or_404(year))
    return _drawn(lambda: papers.note_paper(found), ending, _named(_("note"), found))


@bp.get("/gestion/budget/<int(max=9999):year>/conseil/annexe.<any(pdf, odt, ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def annex_paper(year: int, ending: str) -> ResponseReturnValue:
    """Give the list of projects and sums."""
    found = _asked(call_or_404(year))
    name = _named(_("annexe"), found)
    if ending in {"pdf", "odt"}:
        return _drawn(lambda: papers.annex_paper(found), ending, name)
    return sent(papers.annex_table(found), ending, name)


def _asked(call: Call) -> Papers:
    """Return the act that the address asks for: one that was recorded, else the draft, else a page not found."""
    number = request.args.get("acte", "")
    found = queries.recorded_of(call, number) if number else queries.draft_of(call)
    if found is None or not found.lines:
        abort(404)
    return found


def _named(paper: str, found: Papers) -> str:
    """Name a file after its paper and its act."""
    act = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in found.act.number) if found.act else ""
    return f"{paper}-{found.year}{'-' + act if act else ''}"


def _drawn(write: Callable[[], Paper], ending: str, name: str) -> ResponseReturnValue:
    """Draw a paper."""
    db.session.commit()  # nobody waits for the database while the press works
    paper = write()
    try:
        made = papers.as_pdf(paper) if ending == "pdf" else papers.as_odt(paper)
    except PdfUnavailable as error:
        return abort(503, str(error))
    kind = "application/pdf" if ending == "pdf" else ODT
    way = "inline" if ending == "pdf" else "attachment"
    return Response(made, mimetype=kind, headers={"Content-Disposition": f'{way}; filename="{name}.{ending}"'})
