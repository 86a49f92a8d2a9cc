"""What staff ask of every programme: hosts, people who must meet, people who know one another already."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.audit import record
from grants.budget.services import actor_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.words import plain
from grants.plenary import version_words
from grants.plenary.forms import HostForm, PairForm, words_of
from grants.plenary.queries import participants_of
from grants.plenary.queries.demands import demand_of, demands_of
from grants.plenary.services.demands import ask_host, ask_pair, withdraw_demand
from grants.plenary.views import bp
from grants.plenary.views.programmes import HOME
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Participant, Plenary

Offered = TypeVar("Offered", HostForm, PairForm)


@bp.get(f"{HOME}/demandes")
@open_to(STAFF, EVENING)
def demands(year: int) -> ResponseReturnValue:
    """List what is asked of every programme, and ask for more."""
    plenary = asked_plenary(year)
    people = _people(plenary)
    return _page(plenary, _offered(HostForm(formdata=None), people), _offered(PairForm(formdata=None), people))


@bp.post(f"{HOME}/demandes/table")
@open_to(STAFF, EVENING)
def demand_host(year: int) -> ResponseReturnValue:
    """Ask that somebody keep one table."""
    plenary = asked_plenary(year)
    people = _people(plenary)
    form = _offered(HostForm(), people)
    by_number = {each.id: each for each in people}

    def ask() -> None:
        ask_host(plenary, by_number[form.person.data], form.table.data or 1)
        _note(plenary, "demand_made", "host")

    if form.validate_on_submit() and _asked(ask, form):
        return redirect(url_for("plenary.demands", year=year))
    return _page(plenary, form, _offered(PairForm(formdata=None), people)), 422


@bp.post(f"{HOME}/demandes/rencontre")
@open_to(STAFF, EVENING)
def demand_pair(year: int) -> ResponseReturnValue:
    """Ask that two people meet, or say that they know one another."""
    plenary = asked_plenary(year)
    people = _people(plenary)
    form = _offered(PairForm(), people)
    by_number = {each.id: each for each in people}

    def ask() -> None:
        ask_pair(plenary, form.kind.data, by_number[form.one.data], by_number[form.other.data])
        _note(plenary, "demand_made", form.kind.data)

    if form.validate_on_submit() and _asked(ask, form):
        return redirect(url_for("plenary.demands", year=year))
    return _page(plenary, _offered(HostForm(formdata=None), people), form), 422


@bp.post(f"{HOME}/demandes/<int(max=2147483647):number>/retirer")
@open_to(STAFF, EVENING)
def withdraw(year: int, number: int) -> ResponseReturnValue:
    """Ask no more for something."""
    plenary = asked_plenary(year)
    demand = demand_of(plenary, number) or abort(404)
    _note(plenary, "demand_withdrawn", demand.kind)
    withdraw_demand(demand)
    db.session.commit()
    flash(_("Cette demande est retirée. Elle vaudra pour les prochains programmes."), "success")
    return redirect(url_for("plenary.demands", year=year))


@bp.get(f"{HOME}/demandes.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def demands_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give what is asked of every programme."""
    columns = (Column(_("Ce qui est demandé")),)
    rows = ((version_words.demand_words(each),) for each in demands_of(asked_plenary(year)))
    return sent(Table(_("Ce qui est demandé à chaque programme"), columns, rows), ending, f"pleniere-{year}-demandes")


def _note(plenary: Plenary, act: str, kind: str) -> None:
    """Write in the log who asked for something, or asks for it no more; of whom stands in the list itself."""
    record(actor_of(g.person), act, f"plenary:{plenary.id}", {"demand": kind}, year=plenary.call.year)


def _asked(ask: Callable[[], None], form: HostForm | PairForm) -> bool:
    """Ask, commit and say so; False when a rule is in the way, which the form then says."""
    try:
        ask()
    except RuleError as error:
        form.form_errors.append(words_of(error))
        return False
    db.session.commit()
    flash(_("C’est noté. Les prochains programmes en tiendront compte."), "success")
    return True


def _people(plenary: Plenary) -> Sequence[Participant]:
    coming = [each for each in participants_of(plenary) if each.coming]
    return sorted(coming, key=lambda each: (plain(each.name), each.id))


def _offered(form: Offered, people: Sequence[Participant]) -> Offered:
    """Offer the people who come in every list of the form."""
    form.offer([(each.id, version_words.person_label(each)) for each in people])
    return form


def _page(plenary: Plenary, host: HostForm, pair: PairForm) -> str:
    return render_template(
        "plenary/programmes/demands.html",
        call=plenary.call,
        demands=demands_of(plenary),
        host=host,
        pair=pair,
        say=version_words,
    )
