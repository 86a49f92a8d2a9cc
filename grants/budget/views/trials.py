"""Fluctuation tests: cards drawn, on the desk, on a projector or on paper. Nothing here writes anything."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import pdf
from grants.budget import deck, queries
from grants.budget.forms import TrialForm
from grants.budget.forms.words.sums import spoken
from grants.budget.trial_lines import few_lines, lines_of
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, call_or_404
from grants.domain.cards import Change, drawn
from grants.domain.trials import after, outcome
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import Column, Table, sent
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.calls.models import Call
    from grants.domain.cards import Card

ROOM = "/gestion/budget/<int(max=9999):year>/epreuves"
DECKS = 1_000_000


class Draw(NamedTuple):
    """The card an address names, if any, and where the next one lies."""

    card: Card | None
    seed: int
    turn: int
    next_seed: int
    next_turn: int


@bp.get(ROOM)
@open_to(STAFF, BUDGET)
def trials(year: int) -> ResponseReturnValue:
    """Draw a card or compose one; show the year before and after, side by side."""
    call, drawing, form = call_or_404(year), _drawn(), TrialForm(formdata=request.args)
    composed = form.change() if _composing() else None
    wrong = _composing() and composed is None
    change = composed or (drawing.card.change if drawing.card else None)
    page = render_template(
        "budget/trials.html", form=form, draw=drawing, composed=composed, cards=deck.cards(), **_told(call, change)
    )
    return page, UNPROCESSABLE if wrong else 200


@bp.get(f"{ROOM}.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def trials_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the year before and after the card as a table."""
    call, drawing = call_or_404(year), _drawn()
    composed = TrialForm(formdata=request.args).change() if _composing() else None
    change = composed or (drawing.card.change if drawing.card else Change())
    columns = [Column(head) for head in (_("Chapitre"), _("Chiffre"), _("Avant"), _("Après"))]
    lines = _told(call, change)["lines"]
    rows = ((line.group, line.label, line.before, line.after) for line in lines)
    return sent(Table(_("Épreuve"), columns, rows), ending, f"epreuve-{year}")


@bp.get(f"{ROOM}/tirer")
@open_to(STAFF, BUDGET)
def draw(year: int) -> ResponseReturnValue:
    """Mix the deck anew and draw its first card; `vue=projecteur` stays on the projector."""
    call_or_404(year)
    shown = "budget.projector" if request.args.get("vue") == "projecteur" else "budget.trials"
    return redirect(url_for(shown, year=year, paquet=secrets.randbelow(DECKS), tirage=1))


@bp.get(f"{ROOM}/projecteur")
@open_to(STAFF, BUDGET)
def projector(year: int) -> ResponseReturnValue:
    """Show one card in very large type, with few figures, for a whole room."""
    call, drawing = call_or_404(year), _drawn()
    told = _told(call, drawing.card.change if drawing.card else None)
    few = few_lines(told["lines"]) if told["lines"] else []
    return render_template("budget/projector.html", draw=drawing, few=few, count=len(deck.cards()), **told)


@bp.get(f"{ROOM}/cartes.pdf")
@open_to(STAFF, BUDGET)
def deck_print(year: int) -> ResponseReturnValue:
    """Give the deck on paper, to cut and to draw by hand."""
    call = call_or_404(year)
    language = spoken()
    try:
        body = deck.as_pdf(territory(call.territory), language)
    except pdf.PdfUnavailable as error:
        abort(503, str(error))
    name = f"epreuves-{year}.pdf"
    return body, {"Content-Type": "application/pdf", "Content-Disposition": f'inline; filename="{name}"'}


def _composing() -> bool:
    """Whether the address holds a composed test."""
    return any(name in request.args for name in ("dossiers", "credits", "retard", "absents", "reversement"))


def _drawn() -> Draw:
    """Return the card of the address: by its key, or by the deck (a seed) and the turn in it."""
    seed = min(max(request.args.get("paquet", 0, type=int), 0), DECKS)
    turn = min(max(request.args.get("tirage", 0, type=int), 0), DECKS)
    if key := request.args.get("carte"):
        return Draw(deck.card_named(key) or abort(404), seed, turn, seed, turn + 1)
    if not turn:
        return Draw(None, seed, 0, seed, 1)
    card, next_seed, next_turn = drawn(deck.cards(), seed, turn)
    return Draw(card, seed, turn, next_seed, next_turn)


def _told(call: Call, change: Change | None) -> dict[str, Any]:
    """Return the year before and after a change, ready to be shown."""
    plan, of_year = queries.plan_of(call)
    before = outcome(plan)
    told = outcome(after(plan, change)) if change is not None else None
    lines = lines_of(before, told) if told else []
    return {"call": call, "plan": plan, "of_year": of_year, "before": before, "after": told, "lines": lines}
