"""What staff do with a call: open one by copying the last, change its words and its dates."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.audit import record
from grants.calls.models import Call, KeptScheme
from grants.calls.schemes import KEPT, LONGEST_FORM, read_scheme, schemes, text_of
from grants.db import db
from grants.domain.calendar import CallDates, check_dates, check_deadline
from grants.domain.errors import RuleError
from grants.domain.money import format_euros
from grants.domain.slugs import slug_of
from grants.settings import SettingsError

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


def open_call(plan: CallPlan, *, scheme: str, territory: str, actor: str = "command") -> Call:
    """Write a new call; raises RuleError `call_exists` or the first rule its dates break."""
    taken = db.session.scalar(select(Call.id).where(Call.year == plan.year, Call.scheme == scheme))
    if taken is not None:
        raise RuleError("call_exists", year=plan.year)
    call = Call(scheme=scheme, territory=territory, **_columns(plan))
    db.session.add(call)
    db.session.flush()
    record(actor, "call_opened", f"call:{call.id}", {"scheme": scheme}, year=call.year)
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


def keep_scheme(text: str, town: str) -> str:
    """Keep a kind of call that comes from elsewhere, under a key and a mark of its own; return its key.

    A description that this instance already has is not kept twice. Raises RuleError `form_unreadable` (reason).
    """
    if len(text) > LONGEST_FORM:
        raise RuleError("form_unreadable", reason=f"{len(text)} signs")
    try:
        kind = read_scheme(KEPT, text, "form.toml")
    except SettingsError as error:
        raise RuleError("form_unreadable", reason=str(error)) from error
    known = schemes()
    same = next((each.key for each in known if text_of(each.key).strip() == text.strip()), None)
    if same is not None:
        return same
    keys, marks = {each.key for each in known}, {each.mark for each in known}
    base = f"{KEPT}{slug_of(kind.name.fr)[:40] or 'appel'}"
    key = next(each for each in (base, *(f"{base}-{number}" for number in range(2, 1000))) if each not in keys)
    letters = (*ascii_uppercase, *("".join(pair) for pair in product(ascii_uppercase, repeat=2)))
    mark = next(each for each in (kind.mark, *letters) if each and each not in marks)
    db.session.add(KeptScheme(key=key, mark=mark, text=text, town=town))
    db.session.flush()
    return key


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
