"""A scenario: what the year's sharing would become if something changed. Nothing here touches the real thing.

A scenario is a `Change` applied to settlement inputs (`settlement.py`), then shared by the same rule as the year itself
(`awards.py`: max-min fairness, Bochet, Ilkilic and Moulin, Journal of Economic Theory 148, 2013). That a transfer never
takes earmarked money elsewhere is the rule of the budget desk. Sums in cents.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from grants.domain.awards import STEPS, equal_awards
from grants.domain.errors import RuleError
from grants.domain.settlement import replay, requests_in, results_of, step_of, stepped

MOST_FILES: Final = 500
"""The most files a scenario may add."""
BANDS: Final = 5
"""How many bands of equal width awards are counted in, up to the call's cap."""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the year as it is; None and 0 change nothing.

    `amendments` are cents by envelope, `transfer` is (from, to, cents), `files` how many more (or fewer, below zero).
    `floor` changes no award: it asks whether whoever asks at least that much could receive it.
    """

    cap: int | None = None
    step: int | None = None
    amendments: Mapping[str, int] = field(default_factory=dict)
    transfer: tuple[str, str, int] | None = None
    floor: int | None = None
    files: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return self == Change()

    def plain(self) -> dict[str, Any]:
        """Write the change in plain lists and texts, ready to be kept."""
        told: dict[str, Any] = {"cap": self.cap, "step": self.step, "floor": self.floor, "files": self.files or None}
        told["amendments"] = dict(self.amendments) or None
        told["transfer"] = list(self.transfer) if self.transfer else None
        return {name: value for name, value in told.items() if value is not None}


def change_in(kept: Mapping[str, Any]) -> Change:
    """Read a change as it was kept."""
    transfer = kept.get("transfer")
    return Change(
        cap=kept.get("cap"),
        step=kept.get("step"),
        amendments=kept.get("amendments", {}),
        transfer=(transfer[0], transfer[1], transfer[2]) if transfer else None,
        floor=kept.get("floor"),
        files=kept.get("files", 0),
    )


def applied(inputs: Mapping[str, Any], change: Change, reserved: Iterable[str] = ()) -> dict[str, Any]:
    """Return settlement inputs with the change made: amendments, then the transfer, then files, cap and step.

    `reserved` names the earmarked envelopes, whose money goes nowhere else. Raises RuleError `scenario_empty`,
    `scenario_cap`, `step_unknown`, `scenario_floor` (allowed), `envelope_unknown`, `scenario_below_zero` (name, asked,
    allowed), `scenario_transfer_incomplete`, `amount_negative`, `amount_zero`, `transfer_to_itself`,
    `transfer_of_earmarked` (name), `scenario_files_most` or `scenario_files_fewest` (most).
    """
    if change.empty:
        raise RuleError("scenario_empty")
    cap = inputs["cap"] if change.cap is None else change.cap
    if cap <= 0:
        raise RuleError("scenario_cap")
    if change.step is not None and change.step not in STEPS:
        raise RuleError("step_unknown")
    if change.floor is not None and not 0 < change.floor <= cap:
        raise RuleError("scenario_floor", allowed=cap)
    money = dict(inputs["envelopes"])
    for name, cents in change.amendments.items():
        _move(money, name, cents)
    if change.transfer:
        _transfer(money, change.transfer, frozenset(reserved))
    told = {"cap": cap, "envelopes": money, "requests": _files(inputs["requests"], change.files)}
    return stepped(told, change.step or step_of(inputs))


def _move(money: dict[str, int], name: str, cents: int) -> None:
    """Add cents to an envelope or take some away, never below nothing."""
    if name not in money:
        raise RuleError("envelope_unknown")
    if money[name] + cents < 0:
        raise RuleError("scenario_below_zero", name=name, asked=-cents, allowed=money[name])
    money[name] += cents


def _transfer(money: dict[str, int], transfer: tuple[str, str, int], reserved: frozenset[str]) -> None:
    """Move cents from one envelope to another, under the desk's rules."""
    source, target, cents = transfer
    if not source or not target:
        raise RuleError("scenario_transfer_incomplete")
    if cents < 0:
        raise RuleError("amount_negative")
    if not cents:
        raise RuleError("amount_zero")
    if source == target:
        raise RuleError("transfer_to_itself")
    if source in reserved and target not in reserved:
        raise RuleError("transfer_of_earmarked", name=source)
    _move(money, source, -cents)
    _move(money, target, cents)


def _files(requests: Sequence[Mapping[str, Any]], more: int) -> list[dict[str, Any]]:
    """Add files, or leave some out: each is like a file of the year, taken at regular intervals of the sums asked."""
    asked = [dict(each) for each in requests]
    if not more:
        return asked
    if more > MOST_FILES:
        raise RuleError("scenario_files_most", most=MOST_FILES)
    if len(asked) + min(more, 0) < 1:
        raise RuleError("scenario_files_fewest", most=max(len(asked) - 1, 0))
    inorder = sorted(asked, key=lambda each: (each["requested"], each["envelopes"], each["key"]))
    spread = [inorder[(2 * turn + 1) * len(inorder) // (2 * abs(more))] for turn in range(abs(more))]
    if more < 0:
        out = {each["key"] for each in spread}
        return [each for each in asked if each["key"] not in out]
    width = len(str(more))
    return asked + [each | {"key": f"~{turn:0{width}}"} for turn, each in enumerate(spread, start=1)]


@dataclass(frozen=True, slots=True)
class Floor:
    """Whether a least amount holds: how many files would be below it, and the credits that are missing, in cents."""

    cents: int
    below: int
    missing: int

    @property
    def held(self) -> bool:
        """Whether everybody who asks at least that much receives it."""
        return not self.below


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the sharing of some inputs gives. Cents; `left` by envelope; amounts are those of files that ask money.

    `whole` files receive all they ask. `bands` counts awards by width of band, the last one closed at the top.
    """

    inputs: Mapping[str, Any]
    results: Mapping[str, Any]
    files: int
    total: int
    left: Mapping[str, int]
    whole: int
    least: int
    median: int
    most: int
    floor: Floor | None

    @property
    def step(self) -> int:
        """Cents the common cap is rounded down to."""
        return step_of(self.inputs)

    def bands(self, cap: int) -> list[int]:
        """Count the awards in `BANDS` bands of equal width up to a cap (cents); what is above stands in the last."""
        asked = {each["key"] for each in self.inputs["requests"] if each["requested"]}
        counted = Counter(
            min(max(cents - 1, 0) * BANDS // cap, BANDS - 1)
            for key, cents in self.results["awarded"].items()
            if key in asked
        )
        return [counted[band] for band in range(BANDS)]


def outcome(inputs: Mapping[str, Any], floor: int | None = None) -> Outcome:
    """Share some inputs and sum up what comes out."""
    results = results_of(replay(inputs))
    asked = {each["key"]: each["requested"] for each in inputs["requests"]}
    amounts = sorted(results["awarded"][key] for key, cents in asked.items() if cents) or [0]
    left = dict(inputs["envelopes"])
    for each in results["drawn"]:
        left[each["envelope"]] -= each["cents"]
    return Outcome(
        inputs=inputs,
        results=results,
        files=len(asked),
        total=sum(amounts),
        left=left,
        whole=sum(results["awarded"][key] == cents for key, cents in asked.items()),
        least=amounts[0],
        median=(amounts[(len(amounts) - 1) // 2] + amounts[len(amounts) // 2]) // 2,
        most=amounts[-1],
        floor=None if floor is None else _floor(inputs, results, floor),
    )


def _floor(inputs: Mapping[str, Any], results: Mapping[str, Any], floor: int) -> Floor:
    """Hold a least amount to the awards, and count what it would take.

    Equal awards are the ones whose smallest is as large as can be: a floor they do not hold, no sharing holds.
    """
    requests, awarded = requests_in(inputs), results["awarded"]
    cap = min(floor, inputs["cap"])
    wanted = {str(each.key): min(each.requested, cap) for each in requests}
    payable = equal_awards(requests, inputs["envelopes"], cap).awarded
    return Floor(
        cents=floor,
        below=sum(awarded[key] < cents for key, cents in wanted.items()),
        missing=sum(wanted.values()) - sum(payable.values()),
    )
