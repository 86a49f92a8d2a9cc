"""The envelopes themselves: listed, opened by hand, described again, given back, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import WORDS_ASKED, DescribeForm, LeaveForm, OpenForm
from grants.budget.forms.words.acts import act_named, act_told
from grants.budget.forms.words.sums import euros
from grants.budget.services import NewEnvelope, Note
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404, look_again, note_of
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import CENTS, Column, Table, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.forms import SeenForm
    from grants.budget.models import Envelope
    from grants.calls.models import Call

PLACE = "/gestion/budget/<int(max=9999):year>/enveloppes"
ONE = f"{PLACE}/<int(max=2147483647):envelope_id>"


@bp.get(PLACE)
@open_to(STAFF, BUDGET)
def envelopes(year: int) -> ResponseReturnValue:
    """List the envelopes of the year: of money, in kind, closed."""
    call = call_or_404(year)
    return render_template("budget/envelopes.html", call=call, groups=queries.envelope_groups(call))


@bp.get(f"{PLACE}/enveloppes.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def envelopes_file(year: int, ending: str) -> ResponseReturnValue:
    """Give the same list as a spreadsheet."""
    call = call_or_404(year)
    words = (_("Enveloppe"), _("Qui donne"), _("Ce qu’elle contient"), _("Pour qui"), _("Chapitre"), _("Compte"))
    sums = (_("Ouvert"), _("Engagé"), _("Disponible"))
    columns = [*(Column(head) for head in (*words, _("État"))), *(Column(head, CENTS) for head in sums)]
    rows = [_row(each) for group in queries.envelope_groups(call).values() for each in group]
    return sent(Table(_("Enveloppes"), columns, rows), ending, f"enveloppes-{year}")


@bp.route(f"{PLACE}/nouvelle", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def open_envelope(year: int) -> ResponseReturnValue:
    """Open one more envelope."""
    call, form = call_or_404(year), OpenForm()
    if form.validate_on_submit():
        new = NewEnvelope(form.words(), form.cents.data or 0, form.earmark.data, form.kind.data)
        actor, note = services.actor_of(g.person), Note(once=form.once.data or "")
        if acted(lambda: services.open_envelope(call, new, actor, note), _("L’enveloppe est ouverte."), form):
            return redirect(url_for("budget.envelopes", year=year))
    page = render_template("budget/envelope_open.html", call=call, form=form)
    return page, UNPROCESSABLE if form.is_submitted() else 200


@bp.route(ONE, methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def describe_envelope(year: int, envelope_id: int) -> ResponseReturnValue:
    """Change what an envelope says of itself; when two clerks do at once, the second sees both versions."""
    call, envelope = _one(year, envelope_id)
    form, both = DescribeForm(), []
    if not form.is_submitted():
        form.show(envelope)
    if form.validate_on_submit():
        words, version, actor = form.words(), form.seen_version, services.actor_of(g.person)
        if acted(
            lambda: services.describe_envelope(call, envelope_id, words, version, actor),
            _("L’enveloppe est à jour."),
            form,
        ):
            return redirect(url_for("budget.envelopes", year=year))
        both = _versions(envelope, form)
    context = {"form": form, "envelope": envelope, "both": both, "acts": queries.envelope_acts(envelope_id)}
    context |= {"act_named": act_named, "act_told": act_told}
    page = render_template("budget/envelope.html", call=call, **context)
    return page, UNPROCESSABLE if form.is_submitted() else 200


@bp.route(f"{ONE}/retrait", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def withdraw(year: int, envelope_id: int) -> ResponseReturnValue:
    """Take all that is not committed, since who gave it withdraws."""
    call, envelope = _one(year, envelope_id)
    form = LeaveForm()
    if form.validate_on_submit():
        actor, note = services.actor_of(g.person), note_of(form, call)
        if acted(lambda: services.withdraw(envelope_id, actor, note), _taken, form):
            return redirect(url_for("budget.envelopes", year=year))
    return _leaving(call, envelope, form, "withdraw")


@bp.route(f"{ONE}/fermer", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def close_envelope(year: int, envelope_id: int) -> ResponseReturnValue:
    """Close an envelope that nothing is committed on."""
    call, envelope = _one(year, envelope_id)
    form = LeaveForm()
    if form.validate_on_submit():
        actor, note = services.actor_of(g.person), note_of(form, call)
        if acted(lambda: services.close_envelope(call, envelope_id, actor, note), _("L’enveloppe est fermée."), form):
            return redirect(url_for("budget.envelopes", year=year))
    return _leaving(call, envelope, form, "close")


def _one(year: int, envelope_id: int) -> tuple[Call, Envelope]:
    """Return the call and one of its envelopes, or end with a page not found."""
    call = call_or_404(year)
    return call, queries.envelope_of(call, envelope_id) or abort(404)


def _leaving(call: Call, envelope: Envelope, form: SeenForm, act: str) -> ResponseReturnValue:
    """Show the form by which credits leave."""
    moved = look_again(form, call)
    page = render_template("budget/envelope_leaves.html", call=call, envelope=envelope, form=form, act=act, moved=moved)
    return page, UNPROCESSABLE if form.is_submitted() else 200


def _versions(envelope: Envelope, form: DescribeForm) -> list[tuple[str, str, str, str]]:
    """Return, field by field, what it was when the page was opened, what it is, what was typed; then carry what is."""
    opened = queries.envelope_words_at(envelope, form.seen_version)
    form.version.data = str(envelope.version)
    return [
        (str(label), opened.get(name, ""), getattr(envelope, name), form[name].data or "")
        for name, label in WORDS_ASKED.items()
        if len({opened.get(name, ""), getattr(envelope, name), form[name].data or ""}) > 1
    ]


def _taken(cents: int) -> str:
    """Say how much was taken."""
    return str(_("%(sum)s sont retirés de l’enveloppe.", sum=euros(cents)))


def _row(each: Envelope) -> tuple[str | int, ...]:
    """Return an envelope as a line of the spreadsheet."""
    return (
        each.name,
        each.funder,
        _("aide en nature") if each.kind == "in_kind" else _("argent"),
        _("quartiers prioritaires") if each.earmark == "priority" else _("tous les projets"),
        each.chapter,
        each.account,
        _("fermée") if each.closed_at else _("ouverte"),
        each.allocated_cents,
        each.committed_cents,
        each.allocated_cents - each.committed_cents,
    )
