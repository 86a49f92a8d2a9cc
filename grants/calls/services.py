"""What staff do with a call: open one by copying the last, change its words and its dates."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.audit import record
from grants.calls.models import Call
from grants.db import db
from grants.domain.calendar import CallDates, check_dates, check_deadline
from grants.domain.errors import RuleError
from grants.domain.money import format_euros

if TYPE_CHECKING:
    from datetime import date

    from grants.domain.scheme import Scheme


@dataclass(frozen=True, slots=True)
class CallPlan:
    """What a call says: its year, its words, its cap in cents, its dates."""

    year: int
    title: str
    introduction: str
    cap_cents: int
    late_files_welcome: bool
    dates: CallDates


def plan_of(call: Call) -> CallPlan:
    """Return what a call says today."""
    return CallPlan(
        year=call.year,
        title=call.title,
        introduction=call.introduction,
        cap_cents=call.cap_cents,
        late_files_welcome=call.late_files_welcome,
        dates=call.dates,
    )


def first_plan(kind: Scheme, main: Call) -> CallPlan:
    """Return the plan of the first call of another kind, in the year and with the dates of the main one: a proposal."""
    cap = format_euros(main.cap_cents)
    return replace(
        plan_of(main),
        title=f"{kind.name.fr} {main.year}",
        introduction=kind.introduction.fr.replace("{cap}", cap),
    )


def next_plan(last: Call) -> CallPlan:
    """Return the plan of the year after `last`, its dates a year later: a proposal, nothing is written."""
    year = last.year + 1
    title = last.title.replace(str(last.year), str(year))
    return replace(plan_of(last), year=year, title=title, dates=last.dates.a_year_later())


def open_call(plan: CallPlan, *, scheme: str, territory: str) -> Call:
    """Write a new call; raises RuleError `call_exists` or the first rule its dates break."""
    taken = db.session.scalar(select(Call.id).where(Call.year == plan.year, Call.scheme == scheme))
    if taken is not None:
        raise RuleError("call_exists", year=plan.year)
    call = Call(scheme=scheme, territory=territory, **_columns(plan))
    db.session.add(call)
    db.session.flush()
    return call


def change_call(call: Call, plan: CallPlan, actor: str, today: date) -> None:
    """Change a call's words and dates, its year left as it is; what changed is written in the audit log.

    Raises RuleError as `open_call` does, or the rule of `grants.domain.calendar.check_deadline`; `today` is the town's.
    """
    check_deadline(call.closes_on, plan.dates.closes_on, today)
    columns = {name: value for name, value in _columns(plan).items() if name != "year"}
    before = {name: getattr(call, name) for name, value in columns.items() if getattr(call, name) != value}
    for name, value in columns.items():
        setattr(call, name, value)
    db.session.flush()
    if before:
        told = {"before": before, "after": {name: columns[name] for name in before}}
        record(actor, "call_changed", f"call:{call.id}", told, year=call.year)


def _columns(plan: CallPlan) -> dict[str, object]:
    """Return the columns of a plan whose dates hold."""
    broken = check_dates(plan.dates)
    if broken:
        raise next(iter(broken.values()))
    if plan.cap_cents <= 0:
        raise RuleError("cap_missing")
    return {
        "year": plan.year,
        "title": plan.title,
        "introduction": plan.introduction,
        "cap_cents": plan.cap_cents,
        "late_files_welcome": plan.late_files_welcome,
        **asdict(plan.dates),
    }
