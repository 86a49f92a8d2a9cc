"""Scenarios: kept, changed, removed. None of these verbs touches credits, the common cap, proposals or the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from grants.audit import record
from grants.budget.models import Scenario
from grants.budget.queries import all_envelopes
from grants.budget.queries.scenarios import base_of, changed_inputs
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.scenario import Change, outcome

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ScenarioDraft:
    """A scenario as somebody words it: its name and what it changes."""

    name: str
    change: Change


def keep_scenario(call: Call, draft: ScenarioDraft, author: Person, once: str = "") -> Scenario | None:
    """Keep a new scenario; None when done already under the same one-time key.

    Raises RuleError `scenario_name_missing`, `scenario_name_long`, `scenario_name_taken`, `scenario_no_files`, or the
    rule of `scenario.applied` that the change breaks.
    """
    if _done(once):
        return None
    name, values = _checked(call, draft)
    scenario = Scenario(call_id=call.id, name=name, person_id=author.id, once=once or None, **values)
    try:
        with db.session.begin_nested():
            db.session.add(scenario)
    except IntegrityError as error:
        if _done(once):
            return None
        raise RuleError("scenario_name_taken", name=name) from error
    record(f"person:{author.id}", "scenario_kept", f"scenario:{scenario.id}", year=call.year)
    return scenario


def change_scenario(call: Call, number: int, draft: ScenarioDraft, author: Person, version: int) -> Scenario:
    """Change a scenario that was read at a version, trying it on the year as it is now.

    Raises as `keep_scenario` does, and RuleError `scenario_moved` when somebody changed it since, `scenario_gone` when
    somebody removed it.
    """
    name, values = _checked(call, draft, number)
    values |= {"name": name, "person_id": author.id, "at": now(), "version": version + 1}
    which = (Scenario.call_id == call.id) & (Scenario.id == number) & (Scenario.version == version)
    try:
        with db.session.begin_nested():
            done = db.session.execute(update(Scenario).where(which).values(values)).rowcount  # type: ignore[attr-defined]
    except IntegrityError as error:
        raise RuleError("scenario_name_taken", name=name) from error
    scenario = db.session.get(Scenario, number, populate_existing=True)
    if scenario is None:
        raise RuleError("scenario_gone")
    if not done:
        raise RuleError("scenario_moved")
    record(f"person:{author.id}", "scenario_changed", f"scenario:{number}", year=call.year)
    return scenario


def remove_scenario(call: Call, number: int, version: int, actor: str = "command") -> bool:
    """Remove a scenario that was read at a version; False when it is gone already.

    Raises RuleError `scenario_moved` when somebody changed it since.
    """
    which = (Scenario.call_id == call.id) & (Scenario.id == number)
    done = db.session.execute(delete(Scenario).where(which & (Scenario.version == version)))
    if done.rowcount:  # type: ignore[attr-defined]
        record(actor, "scenario_removed", f"scenario:{number}", year=call.year)
        return True
    if db.session.scalar(select(Scenario.id).where(which)) is None:
        return False
    raise RuleError("scenario_moved")


def _done(once: str) -> bool:
    """Tell whether the form of that one-time key was kept already."""
    return bool(once) and db.session.scalar(select(Scenario.id).where(Scenario.once == once)) is not None


def _checked(call: Call, draft: ScenarioDraft, number: int | None = None) -> tuple[str, dict[str, Any]]:
    """Return the name and the columns to keep; raises RuleError."""
    name = " ".join(draft.name.split())
    if not name:
        raise RuleError("scenario_name_missing")
    if len(name) > LONGEST_NAME:
        raise RuleError("scenario_name_long", most=LONGEST_NAME)
    same = select(Scenario.id).where(Scenario.call_id == call.id, Scenario.name == name, Scenario.id != (number or 0))
    if db.session.scalar(same) is not None:
        raise RuleError("scenario_name_taken", name=name)
    base = base_of(call)
    if not base["requests"] or not base["envelopes"]:
        raise RuleError("scenario_no_files")
    results = outcome(changed_inputs(base, draft.change, all_envelopes(call)), draft.change.floor).results
    return name, {"change": draft.change.plain(), "inputs": base, "results": results}
