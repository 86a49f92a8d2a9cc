"""A vote as it stands on the page: the form, the files that wait, what was typed beside each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from grants.budget import queries
from grants.budget.forms import VoteForm, amount_field, read_acts, read_amounts, typed_euros
from grants.budget.queries import FileFigures, Stray, Tie
from grants.budget.services import Voices, Vote
from grants.calls.models import Call
from grants.domain.acts import series
from grants.domain.states import State

EACH = "chacun"
"""The value of `actes` in the address when each association has an act of its own."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote being typed. `strays` no longer wait although something is typed for them; `ties` say who stays out."""

    call: Call
    form: VoteForm
    files: Sequence[FileFigures]
    strays: Sequence[Stray]
    ties: Mapping[int, Sequence[Tie]]
    typed: Mapping[str, str]
    amounts: Mapping[int, int]
    numbers: Mapping[int, str]
    wrong: Mapping[str, str]
    each: bool

    def votes(self) -> list[Vote]:
        """Return the act, or one act for each association in the order of its first file."""
        number, voted_on = self.form.number.data or "", self.form.voted_on.data
        if not self.each:
            return [Vote(number, voted_on, self.amounts, self._voices(self.form.names_apart()))]
        acts = self._grouped(number)
        return [Vote(key, voted_on, amounts, self._voices(self._apart(amounts))) for key, amounts in acts.items()]

    def missing(self) -> list[Tie]:
        """Return the councillors who are interested in a file voted on and are not among those who took no part."""
        apart = {name for vote in self.votes() for name in vote.voices.apart}
        found = {tie.name: tie for key in self.amounts for tie in self.ties.get(key, ()) if tie.name not in apart}
        return list(found.values())

    def differing(self) -> list[tuple[FileFigures, int]]:
        """Return the files voted otherwise than proposed, with the amount."""
        return [
            (file, self.amounts[file.id])
            for file in self.files
            if file.id in self.amounts and self.amounts[file.id] != file.proposed
        ]

    def left_out(self) -> list[FileFigures]:
        """Return the files that stay waiting."""
        return [file for file in self.files if file.id not in self.amounts]

    def _grouped(self, first: str) -> dict[str, dict[int, int]]:
        """Share the files among acts: by the number typed beside them, else a series with one act an association."""
        homes = queries.associations_of(self.call)
        unnamed = [homes.get(key) or -key for key in self.amounts if key not in self.numbers]
        wanted = list(dict.fromkeys(unnamed))
        following = dict(zip(wanted, series(first, len(wanted)), strict=True))
        acts: dict[str, dict[int, int]] = {}
        for key, cents in self.amounts.items():
            number = self.numbers.get(key) or following[homes.get(key) or -key]
            acts.setdefault(number, {})[key] = cents
        return acts

    def _apart(self, amounts: Mapping[int, int]) -> tuple[str, ...]:
        """Return who is interested in one act."""
        return tuple(dict.fromkeys(tie.name for key in amounts for tie in self.ties.get(key, ())))

    def _voices(self, apart: tuple[str, ...]) -> Voices:
        """Return how the councillors voted."""
        form = self.form
        return Voices(form.votes_for.data, form.votes_against.data, form.abstentions.data, apart)


def ballot_of(call: Call, form: VoteForm) -> Ballot:
    """Read a vote: what was typed when the form was sent, else what is proposed."""
    files = [file for file in queries.files_of(call) if file.state == State.RECEIVABLE]
    day = form.voted_on.data or call.council_on
    ties = queries.ties_of(call, day)
    waiting = {file.id for file in files}
    form.offer(queries.in_office(day), (tie.councillor_id for key in sorted(waiting) for tie in ties.get(key, ())))
    sent = form.is_submitted()
    typed = request.form if sent else {amount_field(file.id): _proposed(file) for file in files}
    amounts, wrong = read_amounts(request.form) if sent else ({}, {})
    numbers, long = read_acts(request.form, [file.id for file in files])
    strays = queries.strays_of(call, amounts.keys() - waiting)
    each = request.args.get("actes", "") == EACH
    return Ballot(call, form, files, strays, ties, typed, amounts, numbers if each else {}, wrong | long, each)


def _proposed(file: FileFigures) -> str:
    """Write what is proposed as one would type it."""
    return "" if file.proposed is None else typed_euros(file.proposed)
