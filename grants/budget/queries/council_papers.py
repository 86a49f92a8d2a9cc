"""What is read to prepare the council: every file with its proposal or its vote, as plain values. All in cents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grants.applications.models import Application
from grants.applications.queries import states_of_call
from grants.applications.services.stories import in_words
from grants.budget.models import Award, AwardShare, Deliberation
from grants.budget.queries.councillors import Tie, number_in_office, ties_of
from grants.budget.queries.figures import EnvelopeFigures, figures_of
from grants.budget.queries.settlements import Sharing, is_outdated, latest_settlement, proposals, sharing_of
from grants.db import db
from grants.domain.calendar import CallDates
from grants.domain.file import parse
from grants.domain.states import KEPT, State
from grants.domain.territory import Territory
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.budget.models import Settlement
    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One project of an act: what it asks, what is proposed or was voted (None: nothing yet), and what pays it.

    `shares` gives cents by envelope id. `in_kind` says the help in kind in words, `in_kind_cents` its value.
    """

    number: str
    association_id: int | None
    association: str
    siret: str
    rna: str
    title: str
    requested: int
    amount: int | None
    shares: Mapping[int, int]
    in_kind: str
    in_kind_cents: int
    priority_area: bool
    newcomer: bool
    commitment_signed: bool
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act of the council as it was recorded; voices are None when nobody noted them."""

    number: str
    voted_on: date | None
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers of one act are made of; `act` is None as long as the council has not voted.

    `outdated`: files, credits or the cap changed since the common cap was computed.
    """

    year: int
    title: str
    town: Territory
    cap: int
    dates: CallDates
    members: int
    states: Mapping[State, int]
    envelopes: tuple[EnvelopeFigures, ...]
    sharing: Sharing | None
    lines: tuple[PaperLine, ...]
    act: Recorded | None
    outdated: bool

    @property
    def total(self) -> int:
        """Cents of the act."""
        return sum(line.amount or 0 for line in self.lines)

    @property
    def in_kind_total(self) -> int:
        """Value of the help in kind, in cents."""
        return sum(line.in_kind_cents for line in self.lines)

    def drawn(self, envelope_id: int) -> int:
        """Return what the act takes from an envelope."""
        return sum(line.shares.get(envelope_id, 0) for line in self.lines)

    def interested(self) -> tuple[str, ...]:
        """Return the names of the councillors who take no part, each once: those recorded, else the register's."""
        if self.act:
            return self.act.apart
        return tuple(dict.fromkeys(tie.name for line in self.lines for tie in line.ties))


def draft_of(call: Call) -> Papers:
    """Return the papers of the act to come: the files that wait for a vote, with what is proposed."""
    settlement, envelopes = latest_settlement(call), figures_of(call)
    proposed, drawn = proposals(settlement), _drawn(settlement, envelopes)
    ties = ties_of(call, call.council_on)
    lines = [
        _line(file, proposed.get(file.number or ""), drawn.get(file.number or "", {}), ties.get(file.id, ()))
        for file in _files(call, [State.RECEIVABLE])
    ]
    return _papers(call, lines, None, envelopes, settlement)


def recorded_of(call: Call, number: str) -> Papers | None:
    """Return the papers of a recorded act."""
    act = db.session.scalar(select(Deliberation).where(Deliberation.call_id == call.id, Deliberation.number == number))
    if act is None:
        return None
    options = selectinload(Award.shares).selectinload(AwardShare.envelope)
    awards = db.session.scalars(select(Award).where(Award.deliberation_id == act.id).options(options))
    voted = {award.application_id: award for award in awards if award.application_id}
    lines = [
        _line(
            file,
            voted[file.id].voted_cents,
            {share.envelope_id: share.voted_cents for share in voted[file.id].shares},
            (),
        )
        for file in _files(call, sorted(KEPT | {State.WITHDRAWN}))
        if file.id in voted
    ]
    voices = (act.votes_for, act.votes_against, act.abstentions)
    recorded = Recorded(act.number, act.voted_on, *voices, tuple(act.apart))
    return _papers(call, lines, recorded, figures_of(call), latest_settlement(call))


def _papers(
    call: Call,
    lines: list[PaperLine],
    act: Recorded | None,
    envelopes: list[EnvelopeFigures],
    settlement: Settlement | None,
) -> Papers:
    """Gather what is common to every act of a call."""
    day = act.voted_on if act and act.voted_on else call.council_on
    return Papers(
        year=call.year,
        title=call.title,
        town=territory(call.territory),
        cap=call.cap_cents,
        dates=call.dates,
        members=number_in_office(day),
        states=Counter(states_of_call(call)),
        envelopes=tuple(envelopes),
        sharing=sharing_of(settlement),
        lines=tuple(lines),
        act=act,
        outdated=act is None and is_outdated(settlement, call.cap_cents, envelopes, lines),
    )


def _files(call: Call, states: list[State]) -> list[Application]:
    """Return the files of a call in these states, with their associations and projects, by number."""
    query = select(Application).where(Application.call_id == call.id, Application.state.in_(states))
    options = (joinedload(Application.association), joinedload(Application.project))
    return list(db.session.scalars(query.options(*options).order_by(Application.serial, Application.id)))


def _line(file: Application, amount: int | None, shares: Mapping[int, int], ties: Iterable[Tie]) -> PaperLine:
    """Return one line of an act."""
    answers = in_words(parse(file.answers), territory(file.call.territory))
    known = file.association
    return PaperLine(
        number=file.number or "",
        association_id=file.association_id,
        association=known.name if known else answers.name,
        siret=(known.siret if known else "") or answers.siret,
        rna=(known.rna if known else "") or answers.rna,
        title=file.project.title if file.project else answers.title,
        requested=file.requested_cents,
        amount=amount,
        shares=shares,
        in_kind=" ".join(answers.in_kind.split()),
        in_kind_cents=file.in_kind_cents,
        priority_area=file.priority_area,
        newcomer=answers.first_time,
        commitment_signed=answers.cer_signed,
        ties=tuple(ties),
    )


def _drawn(settlement: Settlement | None, envelopes: Iterable[EnvelopeFigures]) -> dict[str, dict[int, int]]:
    """Return what each file draws on each envelope by its id, as the last settlement proposes."""
    ids = {each.key: each.id for each in envelopes}
    found: dict[str, dict[int, int]] = {}
    for each in settlement.results["drawn"] if settlement else []:
        if each["envelope"] in ids:
            found.setdefault(each["key"], {})[ids[each["envelope"]]] = each["cents"]
    return found
