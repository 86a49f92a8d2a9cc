"""Payment orders and payments, in one batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _

from grants.budget import services
from grants.budget.forms import (
    BatchForm,
)
from grants.budget.forms.words.sums import euros
from grants.budget.services import Note
from grants.budget.views import bp
from grants.budget.views.acting import acted, call_or_404
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue


ORDER, PAY = "order-", "pay-"


@bp.post("/gestion/budget/<int(max=9999):year>/mandats")
@open_to(STAFF, BUDGET)
def order(year: int) -> ResponseReturnValue:
    """Order all that is voted."""
    return _batch(year, ORDER, services.order_payments)


@bp.post("/gestion/budget/<int(max=9999):year>/paiements")
@open_to(STAFF, BUDGET)
def pay(year: int) -> ResponseReturnValue:
    """Note that all orders were paid."""
    return _batch(year, PAY, services.record_payments)


def _batch(year: int, prefix: str, verb: Callable[..., int | None]) -> ResponseReturnValue:
    """Order or pay all, and say how much."""
    call, form = call_or_404(year), BatchForm(prefix=prefix)
    if form.validate_on_submit():
        note = Note(act=form.act.data or "", once=form.once.data or "")
        acted(lambda: verb(call, g.person, note), _moved)
    else:
        flash(" ".join(sentence for errors in form.errors.values() for sentence in errors), "error")
    return redirect(url_for("budget.desk", year=year))


def _moved(cents: int) -> str:
    """Say how much was ordered or paid."""
    return str(_("C’est écrit dans le grand livre\u00a0: %(sum)s.", sum=euros(cents)))
