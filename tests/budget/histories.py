"""Random histories of clerks who act on one fund at the same time, held to a pure model in the order they were kept."""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from grants.accounts.models import Association, Person
from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import queries, services
from grants.budget.models import Award, Envelope, LedgerEntry
from grants.budget.services import EnvelopeWords, NewEnvelope, Note, Vote
from grants.calls.models import Call
from grants.db import db, now
from grants.demo.content import iban_of, siret_of
from grants.domain.errors import RuleError
from grants.domain.ledger import REVERSIBLE, Kind
from grants.projects.models import Project
from tests.budget import fund
from tests.town import make_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from grants.domain.ledger import Balance

CLERKS, TURNS, FILES = 4, 5, 4
FIRST_YEAR, YEARS = 110, 1900
OPENED = (
    ("Ville", 60_000, "none", "money"),
    ("Contrat", 30_000, "priority", "money"),
    ("Fondation", 25_000, "none", "money"),
    ("Prêts", 9_000, "none", "in_kind"),
)
MOVES = (Kind.PAYMENT_ORDER, Kind.PAYMENT, Kind.REPAYMENT, Kind.RELEASE)
ACTS = ("vote", *("move",) * 4, *("amend",) * 2, "transfer", "withdraw", "release_in_kind", "reverse", "close")
SUMS = ("allocated", "voted", "committed", "ordered", "paid", "repaid")
Words = tuple[object, ...]


@dataclass
class Told:
    """What came of some histories: acts tried and kept, and by which rule the others were held."""

    histories: int = 0
    tried: int = 0
    kept: int = 0
    held: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Stage:
    """One fund at its beginning."""

    call: int
    clerk: int
    files: tuple[int, ...]
    envelopes: tuple[int, ...]


@dataclass(frozen=True)
class Act:
    """One act that was kept: the one-time key its lines carry, the ledger's last line right after it, its words."""

    key: str
    last: int
    words: Words


def tell(app: Flask, seeds: range, clerks: int = CLERKS) -> Told:
    """Tell a history for each seed; fail at the first that differs from the model by a cent."""
    told = Told()
    with ThreadPoolExecutor(clerks) as pool:
        for seed in seeds:
            stage, start = _open(app, seed), threading.Barrier(clerks)
            hands = [pool.submit(_clerk, app, stage, f"{seed}-{hand}", start) for hand in range(clerks)]
            acts = [act for hand in hands for act in hand.result()]
            kept = [act for act in acts if isinstance(act, Act)]
            told.histories += 1
            told.tried += len(acts)
            told.kept += len(kept)
            told.held.update(act for act in acts if isinstance(act, str))
            with app.app_context():
                _compare(stage, kept)
    return told


def _open(app: Flask, seed: int) -> Stage:
    """Open a fund of its own: four envelopes, four files, no year shared by many."""
    with app.app_context():
        year = FIRST_YEAR + seed % YEARS
        clerk = ensure_person("agent@port-leon.example")
        call = make_call(year, scheme=f"histoire-{seed}")
        associations = {each.siret: each for each in db.session.scalars(sa.select(Association))}
        files = [_file(call, number, seed, associations) for number in range(1, FILES + 1)]
        db.session.flush()
        opened = [
            services.open_envelope(call, NewEnvelope(EnvelopeWords(name), cents, earmark, kind), "command", Note())
            for name, cents, earmark, kind in OPENED
        ]
        db.session.commit()
        return Stage(call.id, clerk.id, tuple(file.id for file in files), tuple(each.id for each in opened))


def _file(call: Call, number: int, seed: int, associations: dict[str | None, Association]) -> Application:
    """File one request."""
    siret = siret_of(number)
    who = associations.get(siret) or Association(name=f"Les Amis n° {number}", siret=siret)
    associations[siret] = who
    name = f"{seed}-{number}"
    project = Project(slug=f"projet-{name}", call=call, association=who, title="Projet", public_since=now())
    file = Application(
        public_id=f"file-{name}", call=call, association=who, project=project, state="receivable", serial=number,
        number=f"{call.year}-{name}", answers={"iban": iban_of(number)}, requested_cents=40_000, in_kind_cents=4_000,
        priority_area=number % 2 == 0, sent_at=now(),
    )  # fmt: skip
    db.session.add(file)
    return file


def _clerk(app: Flask, stage: Stage, name: str, start: threading.Barrier) -> list[Act | str]:
    """Act some times; return each act that was kept, or the rule that held it."""
    rng, log = random.Random(name), []  # noqa: S311 - a history must be repeatable
    start.wait()
    for turn in range(TURNS):
        with app.app_context():
            try:
                key = f"{name}-{turn}"
                words, act = _choose(stage, rng, rng.choice(ACTS) if turn else "vote", key)
                act()
                log.append(Act(key, (queries.ledger_head() or (0, ""))[0], words))
                db.session.commit()
            except RuleError as error:
                db.session.rollback()
                log.append(error.code)
            finally:
                db.session.remove()
    return log


def _choose(stage: Stage, rng: random.Random, name: str, key: str) -> tuple[Words, Callable[[], object]]:
    """Choose an act; return it in the model's words, and the service's verb."""
    file, envelope, cents = rng.choice(stage.files), rng.choice(stage.envelopes), rng.randint(1, 25_000)
    note = Note(reason="Histoire", once=key)
    if name in {"vote", "move", "release_in_kind"}:
        return _on_file(stage, rng, name, (file, cents), note)
    if name == "reverse":
        return _reversal(stage, rng, note)
    if name == "transfer":
        other = rng.choice(stage.envelopes)
        return (name, envelope, other, cents), lambda: services.transfer(envelope, other, cents, "command", note)
    if name == "amend":
        change = rng.randint(-25_000, 15_000)
        return (name, envelope, change), lambda: services.amend(envelope, change, "command", note)
    if name == "withdraw":
        return (name, envelope), lambda: services.withdraw(envelope, "command", note)
    call = db.session.get_one(Call, stage.call)
    return (name, envelope), lambda: services.close_envelope(call, envelope, "command", note)


def _on_file(
    stage: Stage, rng: random.Random, name: str, asked: tuple[int, int], note: Note
) -> tuple[Words, Callable[[], object]]:
    """Choose an act on one file."""
    call, clerk = db.session.get_one(Call, stage.call), db.session.get_one(Person, stage.clerk)
    file, cents = asked
    voted = db.session.execute(sa.select(Award.application_id, Award.id).where(Award.application_id.in_(stage.files)))
    awards = sorted((number, award) for number, award in voted)
    if awards and name != "vote":
        file = rng.choice(awards)[0]
    award = dict(awards).get(file, 0)
    if name == "vote":
        vote = Vote(note.once, date(call.year, 11, 20), {file: cents})
        return (name, file, cents), lambda: services.record_vote(call, vote, clerk, note.once)
    if name == "move":
        kind = rng.choice(MOVES)
        return (name, kind.value, file, cents), lambda: services.move_award(kind, award, cents, clerk, note)
    few = cents % 3_000 + 1
    return (name, file, few), lambda: services.release_in_kind(award, few, clerk, note)


def _reversal(stage: Stage, rng: random.Random, note: Note) -> tuple[Words, Callable[[], object]]:
    """Choose a line to undo."""
    kinds = sorted(kind.value for kind in REVERSIBLE)
    query = sa.select(LedgerEntry).where(LedgerEntry.call_id == stage.call, LedgerEntry.kind.in_(kinds))
    lines = list(db.session.scalars(query.order_by(LedgerEntry.id)))
    if not lines:
        raise RuleError("line_unknown")
    line = rng.choice(lines)
    words = ("reverse", line.kind, line.envelope_id, line.application_id, line.amount_cents)
    return words, lambda number=line.id: services.reverse(number, "command", note)


def _compare(stage: Stage, kept: list[Act]) -> None:
    """Play what was kept in the model, in the order of the ledger: lines and sums are the same on both sides."""
    of_call = sa.select(Envelope).where(Envelope.call_id == stage.call).order_by(Envelope.id)
    envelopes, model = list(db.session.scalars(of_call)), _model(stage)
    query = sa.select(LedgerEntry).where(LedgerEntry.call_id == stage.call, LedgerEntry.kind != "allocation")
    lines, written = list(db.session.scalars(query.order_by(LedgerEntry.id))), defaultdict(Counter)
    for line in lines:
        written[line.once.partition("/")[0]][line.kind, line.envelope_id, line.application_id] += line.amount_cents
    for act in sorted(kept, key=lambda act: (act.last, act.key not in written)):
        assert model.play(*act.words) == written.pop(act.key, Counter()), (stage, act)
    assert not written
    sums, shares = model.sums()
    assert {each.id: _sums(queries.balance_of(each)) for each in envelopes} == sums
    assert _held(stage) == shares


def _model(stage: Stage) -> fund.Fund:
    """Return the fund as it was opened, in plain Python."""
    query = sa.select(Envelope.id, Envelope.key).where(Envelope.call_id == stage.call)
    keys = {row.id: row.key for row in db.session.execute(query)}
    opened = {
        number: fund.Envelope(id=number, key=keys[number], earmark=earmark, kind=kind, allocated=cents)
        for number, (_, cents, earmark, kind) in zip(stage.envelopes, OPENED, strict=True)
    }
    files = db.session.scalars(sa.select(Application).where(Application.call_id == stage.call))
    return fund.Fund(opened, {file.id: fund.File(file.id, file.priority_area, file.in_kind_cents) for file in files})


def _held(stage: Stage) -> dict[tuple[int, int], fund.Sums]:
    """Return what the files of one fund hold of each envelope."""
    return {
        (award.application_id, share.envelope_id): _sums(queries.balance_of(share))
        for award in db.session.scalars(sa.select(Award).where(Award.application_id.in_(stage.files)))
        for share in (*award.shares, *queries.in_kind_shares(award))
    }


def _sums(balance: Balance) -> fund.Sums:
    """Return a balance of the product as the model's."""
    return fund.Sums(*(getattr(balance, name) for name in SUMS))
