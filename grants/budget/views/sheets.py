"""The desk's other tables as spreadsheets: the log of acts, the cap before it is kept, councillors and their ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, request
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import STEP_WORDS
from grants.budget.forms.words.acts import act_named, act_told
from grants.budget.queries.shares import shares
from grants.budget.views import bp
from grants.budget.views.acting import call_or_404
from grants.domain.errors import RuleError
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import CENTS, DAY, INTEGER, MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask.typing import ResponseReturnValue

    from grants.budget.models import Councillor
    from grants.calls.models import Call
    from grants.sheets import Cell

ROOM = "/gestion/budget/<int(max=9999):year>"


@bp.get(f"{ROOM}/actes.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def acts_file(year: int, ending: str) -> ResponseReturnValue:
    """Give the whole log of acts of a year, newest first."""
    call = call_or_404(year)
    entries = queries.every_act_of_year(call.year)
    names = queries.authors({each.actor for each in entries})
    columns = (Column(_("Ligne"), INTEGER), Column(_("Quand"), MOMENT), *map(Column, (_("Qui"), _("Acte"))))
    rows = (
        (each.id, each.at, names.get(each.actor, each.actor), str(act_named(each.act)), _told(each.details))
        for each in entries
    )
    return sent(Table(_("Journal des actes"), (*columns, Column(_("Détail"))), rows), ending, f"actes-{year}")


@bp.get(f"{ROOM}/plafond.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def cap_file(year: int, ending: str) -> ResponseReturnValue:
    """Give what each file would receive with the step chosen, beside what is kept."""
    call = call_or_404(year)
    chosen = request.args.get("step", 0, type=int)
    step = chosen if chosen in STEP_WORDS else queries.step_of(queries.latest_settlement(call))
    try:
        awarded = services.settle(call, "", step=step, dry_run=True).results["awarded"]
    except RuleError:
        abort(404)
    return sent(_proposed(call, awarded), ending, f"plafond-{year}")


@bp.get("/gestion/elus.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def councillors_file(ending: str) -> ResponseReturnValue:
    """Give the register: one line a tie, one without any for whoever has none."""
    columns = (
        Column(_("Nom")),
        Column(_("Mandat depuis"), DAY),
        Column(_("Jusqu’au"), DAY),
        Column(_("Association")),
        Column(_("Lien")),
        Column(_("Depuis"), DAY),
        Column(_("Lien jusqu’au"), DAY),
    )
    return sent(Table(_("Le registre"), columns, _ties(queries.councillors())), ending, "elus")


@bp.get("/gestion/elus/<int(max=2147483647):councillor_id>.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def councillor_file(councillor_id: int, ending: str) -> ResponseReturnValue:
    """Give one councillor's ties."""
    found = queries.councillor_of(councillor_id) or abort(404)
    columns = map(Column, (_("Association"), _("Lien"), _("Note")))
    days = (Column(_("Depuis"), DAY), Column(_("Jusqu’au"), DAY))
    rows = ((tie.association, tie.role, tie.note, tie.since, tie.until) for tie in found.interests)
    return sent(Table(found.name, (*columns, *days), rows), ending, f"elu-{councillor_id}")


@bp.get(f"{ROOM}/elus.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def interested_file(year: int, ending: str) -> ResponseReturnValue:
    """Give, file by file, the councillors who take no part."""
    call = call_or_404(year)
    ties = queries.ties_of(call, queries.vote_day(call))
    heads = (_("Numéro"), _("Association"), _("SIRET"), _("Élu"), _("Lien"))
    rows = (
        (file.number, file.association, file.siret, tie.name, tie.role)
        for file in queries.files_of(call)
        for tie in ties.get(file.id, [])
    )
    return sent(Table(_("Dossiers concernés"), tuple(map(Column, heads)), rows), ending, f"elus-interesses-{year}")


@bp.get(f"{ROOM}/parts.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def shares_file(year: int, ending: str) -> ResponseReturnValue:
    """Give the three shares of every year with what they are made of."""
    call_or_404(year)
    numbers = (_("Associations"), _("Nouvelles associations"), _("Bilans attendus"), _("Bilans reçus"))
    sums = (_("Voté aux dossiers"), _("Voté en quartier prioritaire"))
    columns = (Column(_("Année"), INTEGER), *(Column(each, INTEGER) for each in numbers))
    rows = (
        (each.year, each.associations, each.newcomers, each.expected, each.reported, each.voted, each.priority)
        for each in shares()
    )
    table = Table(_("Trois parts, année par année"), (*columns, *(Column(each, CENTS) for each in sums)), rows)
    return sent(table, ending, "parts")


def _told(details: dict[str, object]) -> str:
    """Tell the details of an act on one line."""
    return " ; ".join(map(str, act_told(details)))


def _proposed(call: Call, awarded: dict[str, int]) -> Table:
    """Return what each file would receive, beside what the last computation that was kept gives it."""
    words, sums = (_("Numéro"), _("Association"), _("SIRET")), (_("Demandé"), _("Proposé"), _("Gardé avant"))
    rows = (
        (file.number, file.association, file.siret, file.requested, awarded[file.number], file.proposed)
        for file in queries.files_of(call)
        if file.number in awarded
    )
    return Table(_("Le plafond commun"), (*map(Column, words), *(Column(each, CENTS) for each in sums)), rows)


def _ties(councillors: Iterable[Councillor]) -> Iterator[tuple[Cell, ...]]:
    """Give one line a tie."""
    for each in councillors:
        who = (each.name, each.since, each.until)
        for tie in each.interests:
            yield (*who, tie.association, tie.role, tie.since, tie.until)
        if not each.interests:
            yield (*who, None, None, None, None)
