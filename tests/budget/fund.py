"""A fund in plain Python: what each act of the desk should move, played again in the order in which it was kept.

It shares nothing with the ledger of the product but the splitting of one award over its envelopes (`equal_awards`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from grants.domain.awards import Request, equal_awards

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = ("allocated", "committed", "ordered", "paid", "repaid")
MOVED = Counter[tuple[str, int, int | None]]
"""Cents by kind of line, envelope and file."""


@dataclass
class Sums:
    """The sums of an envelope, or of one file on one envelope."""

    allocated: int = 0
    voted: int = 0
    committed: int = 0
    ordered: int = 0
    paid: int = 0
    repaid: int = 0

    def hold(self) -> None:
        """Fail when a ceiling was passed."""
        sums = [getattr(self, name) for name in STEPS]
        assert sums == sorted(sums, reverse=True), sums
        assert sums[-1] >= 0, sums


@dataclass
class Envelope(Sums):
    """An envelope: for whom, of what, open or closed."""

    id: int = 0
    key: str = ""
    earmark: str = "none"
    kind: str = "money"
    closed: bool = False


@dataclass(frozen=True)
class File:
    """What a file asks."""

    id: int
    priority: bool
    in_kind: int


@dataclass
class Fund:
    """The envelopes in their order, the files, and what each file holds of each envelope."""

    envelopes: dict[int, Envelope]
    files: dict[int, File]
    shares: dict[tuple[int, int], Sums] = field(default_factory=dict)

    def play(self, act: str, *words: object) -> MOVED:
        """Do one act that was kept; return what its lines must move. Fails when it should never have been kept."""
        moved = Counter()
        play: Callable[..., None] = getattr(self, f"_{act}")
        play(moved, *words)
        for each in (*self.envelopes.values(), *self.shares.values()):
            each.hold()
        return moved

    def sums(self) -> tuple[dict[int, Sums], dict[tuple[int, int], Sums]]:
        """Return the sums of envelopes and of shares."""
        names = [name.name for name in fields(Sums)]
        plain = {key: Sums(*(getattr(each, name) for name in names)) for key, each in self.envelopes.items()}
        return plain, self.shares

    def _open(self, envelope: int) -> Envelope:
        each = self.envelopes[envelope]
        assert not each.closed
        return each

    def _amend(self, moved: MOVED, envelope: int, cents: int) -> None:
        self._open(envelope).allocated += cents
        moved["amendment", envelope, None] += cents

    def _transfer(self, moved: MOVED, source: int, target: int, cents: int) -> None:
        one, other = self._open(source), self._open(target)
        assert one is not other
        assert one.kind == other.kind
        assert one.earmark in {"none", other.earmark}
        one.allocated -= cents
        other.allocated += cents
        moved["transfer", source, None] -= cents
        moved["transfer", target, None] += cents

    def _withdraw(self, moved: MOVED, envelope: int) -> None:
        each = self._open(envelope)
        self._amend(moved, envelope, each.committed - each.allocated)

    def _close(self, moved: MOVED, envelope: int) -> None:
        each = self._open(envelope)
        assert each.committed == 0
        if each.allocated:
            self._amend(moved, envelope, -each.allocated)
        each.closed = True

    def _vote(self, moved: MOVED, file: int, cents: int) -> None:
        assert not any(held == file for held, _ in self.shares)
        self._commit(moved, file, cents, "money")
        self._commit(moved, file, self.files[file].in_kind, "in_kind")

    def _commit(self, moved: MOVED, file: int, cents: int, kind: str) -> None:
        """Commit a sum of one file on the envelopes of one kind that are for it."""
        reach = {
            each.key: each.allocated - each.committed
            for each in self.envelopes.values()
            if each.kind == kind and not each.closed and (each.earmark == "none" or self.files[file].priority)
        }
        if not cents or not reach:
            assert not cents or kind == "in_kind"
            return
        drawn = equal_awards([Request(file, cents, frozenset(reach))], reach, cents).drawn
        assert sum(drawn.values()) == cents
        for envelope in self.envelopes.values():
            part = drawn.get((file, envelope.key), 0)
            if not part:
                continue
            share = self.shares[file, envelope.id] = Sums(allocated=part)
            for each in (envelope, share):
                each.voted += part
                each.committed += part
            moved["commitment", envelope.id, file] += part

    def _move(self, moved: MOVED, kind: str, file: int, cents: int) -> None:
        """Order, pay, pay back or release, envelope after envelope."""
        column, sign = {"payment_order": ("ordered", 1), "payment": ("paid", 1), "repayment": ("repaid", 1),
                        "release": ("committed", -1)}[kind]  # fmt: skip
        self._walk(moved, kind, file, "money", column, sign * cents)

    def _release_in_kind(self, moved: MOVED, file: int, cents: int) -> None:
        self._walk(moved, "release", file, "in_kind", "committed", -cents)

    def _walk(self, moved: MOVED, kind: str, file: int, nature: str, column: str, change: int) -> None:  # noqa: PLR0913, PLR0917 - plain words of an act
        """Move a sum of a file over its envelopes in their order."""
        step, left, sign = STEPS.index(column), abs(change), 1 if change > 0 else -1
        for (held, envelope), share in sorted(self.shares.items()):
            if held != file or self.envelopes[envelope].kind != nature:
                continue
            value = getattr(share, column)
            room = getattr(share, STEPS[step - 1]) - value if sign > 0 else value - getattr(share, STEPS[step + 1])
            part = min(left, room)
            if part:
                self._step(envelope, file, column, sign * part)
                moved[kind, envelope, file] += part
                left -= part
        assert left == 0

    def _step(self, envelope: int, file: int | None, column: str, change: int) -> None:
        assert not self.envelopes[envelope].closed
        for each in [self.envelopes[envelope], *([self.shares[file, envelope]] if file is not None else [])]:
            setattr(each, column, getattr(each, column) + change)

    def _reverse(self, moved: MOVED, kind: str, envelope: int, file: int | None, cents: int) -> None:
        column, change = {"amendment": ("allocated", -cents), "release": ("committed", cents),
                          "payment_order": ("ordered", -cents), "repayment": ("repaid", -cents)}[kind]  # fmt: skip
        self._step(envelope, file, column, change)
        moved["reversal", envelope, file] += cents
