"""Scenarios: tried beside the year as it is, kept, copied, changed, removed. No page here acts on the real thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import AMENDED, OnceForm, ScenarioForm, scenario_form, worded
from grants.budget.services import ScenarioDraft
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.budget.views.scenario_sheet import figures_table, files_table
from grants.domain.scenario import BANDS, change_in
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.models import Scenario
    from grants.calls.models import Call


@bp.get("/gestion/budget/<int(max=9999):year>/scenarios")
@open_to(STAFF, BUDGET)
def scenarios(year: int) -> ResponseReturnValue:
    """Compare up to four scenarios beside the year as it is."""
    call = call_or_404(year)
    every = queries.scenarios_of(call)
    chosen = _chosen(every)
    return render_template(
        "budget/scenarios.html",
        call=call,
        every=every,
        chosen=chosen,
        comparison=queries.comparison_of(call, chosen),
        too_many=len(request.args.getlist("s")) > queries.MOST_COMPARED,
        worded=worded,
        bands=BANDS,
        plain=OnceForm(),
    )


@bp.get("/gestion/budget/<int(max=9999):year>/scenarios/comparaison.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def scenarios_file(year: int, ending: str) -> ResponseReturnValue:
    """Give the comparison as on screen, file by file, or its figures."""
    call = call_or_404(year)
    comparison = queries.comparison_of(call, _chosen(queries.scenarios_of(call)))
    if comparison.real is None:
        abort(404)
    made = figures_table if request.args.get("tableau") == "chiffres" else files_table
    return sent(made(comparison), ending, f"scenarios-{year}")


@bp.route("/gestion/budget/<int(max=9999):year>/scenarios/nouveau", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def new_scenario(year: int) -> ResponseReturnValue:
    """Try something, and keep it under a name."""
    call = call_or_404(year)
    form = scenario_form(queries.envelopes_of(call))
    if form.validate_on_submit():
        draft, once = ScenarioDraft(form.name.data or "", form.change()), form.once.data or ""
        if acted(lambda: services.keep_scenario(call, draft, g.person, once), _("Le scénario est gardé."), form):
            return redirect(url_for("budget.scenarios", year=year))
    copied = queries.scenario_of(call, request.args.get("copie", 0, type=int))
    if copied and not form.is_submitted():
        form.fill(_("Copie de %(name)s", name=copied.name), change_in(copied.change), 0)
    return _page(call, form, None)


@bp.route("/gestion/budget/<int(max=9999):year>/scenarios/<int(max=2147483647):number>", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def scenario(year: int, number: int) -> ResponseReturnValue:
    """Change a scenario; when somebody else did meanwhile, both versions are shown and nothing is lost."""
    call = call_or_404(year)
    form = scenario_form(queries.envelopes_of(call))
    kept = queries.scenario_of(call, number)
    if form.validate_on_submit():
        draft = ScenarioDraft(form.name.data or "", form.change())
        if acted(lambda: _change(call, number, draft, form), _("Le scénario est gardé."), form):
            return redirect(url_for("budget.scenarios", year=year))
    elif kept is None and not form.is_submitted():
        abort(404)
    elif kept is not None and not form.is_submitted():
        form.fill(kept.name, change_in(kept.change), kept.version)
    return _page(call, form, queries.scenario_of(call, number))


@bp.post("/gestion/budget/<int(max=9999):year>/scenarios/<int(max=2147483647):number>/retirer")
@open_to(STAFF, BUDGET)
def remove_scenario(year: int, number: int) -> ResponseReturnValue:
    """Remove a scenario; nothing real hangs on it."""
    call = call_or_404(year)
    if OnceForm().validate_on_submit():
        version = request.form.get("version", 0, type=int)
        acted(
            lambda: services.remove_scenario(call, number, version, f"person:{g.person.id}"),
            _("Le scénario est retiré."),
        )
    return redirect(url_for("budget.scenarios", year=year))


def _change(call: Call, number: int, draft: ScenarioDraft, form: ScenarioForm) -> Scenario:
    """Change a scenario as its reader saw it."""
    return services.change_scenario(call, number, draft, g.person, form.seen_version)


def _chosen(every: list[Scenario]) -> list[Scenario]:
    """Return the scenarios asked for in the address, up to four; the last four when none is."""
    asked = set(request.args.getlist("s", type=int))
    chosen = [each for each in every if each.id in asked]
    return chosen[: queries.MOST_COMPARED] or every[-queries.MOST_COMPARED :]


def _page(call: Call, form: ScenarioForm, kept: Scenario | None) -> ResponseReturnValue:
    """Show the form; when somebody changed the scenario meanwhile, their version too, and carry its number from now."""
    theirs = None
    if kept and form.is_submitted() and form.seen_version != kept.version:
        theirs = queries.comparison_of(call, [kept])
        form.version.data = str(kept.version)
    page = render_template(
        "budget/scenario.html",
        call=call,
        form=form,
        kept=kept,
        theirs=theirs,
        worded=worded,
        base=queries.base_of(call),
        envelopes=queries.envelopes_of(call),
        amended=AMENDED,
        bands=BANDS,
    )
    return page, UNPROCESSABLE if form.is_submitted() else 200
