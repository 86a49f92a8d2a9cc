"""Many clerks at once: never a cent over an envelope, on either database; and what happens without the guards."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from grants.accounts.models import Person
from grants.budget import queries, services
from grants.budget.models import Award, Envelope, LedgerEntry, PaymentBatch
from grants.budget.queries.payables import town_day
from grants.budget.services import Note, Vote, paying
from grants.budget.services.paying import order_batch
from grants.budget.services.plans import plan_award
from grants.calls.models import Call
from grants.db import db, is_postgresql
from grants.domain.errors import RuleError
from grants.domain.instalments import Part, When
from tests.budget import fund
from tests.budget.histories import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.budget.conftest import Year

THREADS = 6


def at_once(app: Flask, work: Callable[[int], object]) -> list[object]:
    """Run the work in several threads that start together, each in its own context, committing or rolling back."""
    db.session.remove()
    start = threading.Barrier(THREADS)

    def run(number: int) -> object:
        with app.app_context():
            start.wait()
            try:
                return work(number)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def tried(act: Callable[[], object]) -> str:
    """Do and commit; return the code of the rule in the way, empty when it was done."""
    try:
        act()
        db.session.commit()
    except RuleError as error:
        db.session.rollback()
        return error.code
    return ""


def test_clerks_who_vote_at_once_never_pass_the_envelope(app: Flask, year: Year) -> None:
    files = [year.ask(number, 100_000).id for number in range(1, 25)]
    call_id, clerk_id = year.call.id, year.clerk.id

    def vote(number: int) -> list[str]:
        said = []
        for place, file in enumerate(files[number::THREADS]):
            call, clerk = db.session.get(Call, call_id), db.session.get(Person, clerk_id)
            act = Vote(f"{number}-{place}", date(2026, 11, 20), {file: 100_000})
            said.append(tried(lambda call=call, act=act, clerk=clerk: services.record_vote(call, act, clerk)))
        return said

    said = [code for answers in at_once(app, vote) for code in answers]
    assert said.count("") == 10
    assert set(said) == {"", "vote_over_available"}
    general = queries.figures_of(db.session.get(Call, call_id))[0]
    assert (general.committed, general.available) == (1_000_000, 0)
    assert db.session.query(Award).count() == 10
    queries.verify_ledger()


def test_any_history_of_clerks_at_once_equals_the_pure_model_to_the_cent(app: Flask) -> None:
    """The short form of bench/trust/ceilings.py."""
    told = tell(app, range(8))
    assert told.kept > 50
    assert len(told.held) > 5
    with app.app_context():
        queries.verify_ledger()


def test_a_model_that_forgets_one_cent_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    amend = fund.Fund._amend  # noqa: SLF001 - the control breaks the model on purpose
    short = lambda model, moved, which, cents: amend(model, moved, which, cents - 1)  # noqa: E731
    monkeypatch.setattr(fund.Fund, "_amend", short)
    with pytest.raises(AssertionError):
        tell(app, range(8))


def test_a_form_sent_many_times_at_once_pays_once(app: Flask, year: Year) -> None:
    year.ask(1, 100_000)
    year.vote(n1=100_000)
    call_id, clerk_id = year.call.id, year.clerk.id

    def order(_number: int) -> int | None:
        call, clerk = db.session.get(Call, call_id), db.session.get(Person, clerk_id)
        ordered = services.order_payments(call, clerk, Note(once="the-same-form"))
        db.session.commit()
        return ordered

    assert sorted(at_once(app, order), key=str) == [100_000] + [None] * (THREADS - 1)
    assert db.session.query(LedgerEntry).filter_by(kind="payment_order").count() == 1


def test_a_clerk_who_read_before_another_wrote_decides_on_what_is_now(app: Flask, year: Year) -> None:
    file = year.ask(1, 200_000).id
    general = queries.envelopes_of(year.call)[0]
    seen, key, actor = general.allocated_cents, general.id, "person:1"
    if not is_postgresql():
        db.session.commit()  # on SQLite one who reads holds the others off

    def take_away() -> None:
        with app.app_context():
            services.amend(key, -900_000, actor, Note(reason="DM"))
            db.session.commit()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(take_away).result()
    act = Vote("1", date(2026, 11, 20), {file: 200_000})
    assert seen == 1_000_000
    assert tried(lambda: services.record_vote(year.call, act, year.clerk)) == "vote_over_available"


def naive(table: sa.TableClause, meeting: threading.Barrier) -> str:
    """Read what is left, think, then write: what the guarded statement never does."""
    first = table.c.position == 0
    left = db.session.scalar(sa.select(table.c.allocated_cents - table.c.committed_cents).where(first))
    db.session.rollback()
    meeting.wait()
    if left < 600_000:
        return "nothing left"
    try:
        db.session.execute(
            sa.update(table)
            .where(first)
            .values(committed_cents=table.c.committed_cents + 600_000, voted_cents=9_999_999)
        )
        db.session.commit()
    except sa.exc.IntegrityError:
        db.session.rollback()
        return "held by the database"
    return "committed"


@pytest.mark.usefixtures("year")
def test_without_the_guards_the_same_clerks_overspend(app: Flask) -> None:
    columns = ("position", "allocated_cents", "committed_cents", "voted_cents")
    bare = sa.table("bare_envelope", *(sa.column(name) for name in columns))
    db.session.execute(sa.text("CREATE TABLE bare_envelope AS SELECT * FROM envelope"))
    db.session.commit()
    try:
        meeting = threading.Barrier(THREADS)
        assert at_once(app, lambda _: naive(bare, meeting)) == ["committed"] * THREADS
        assert db.session.scalar(sa.select(bare.c.committed_cents).where(bare.c.position == 0)) > 1_000_000
    finally:
        db.session.rollback()
        db.session.execute(sa.text("DROP TABLE bare_envelope"))
        db.session.commit()


@pytest.mark.usefixtures("year")
def test_even_a_naive_writer_is_held_by_the_database(app: Flask) -> None:
    meeting = threading.Barrier(THREADS)
    said = at_once(app, lambda _: naive(Envelope.__table__, meeting))
    assert said.count("committed") == 1
    assert said.count("held by the database") == THREADS - 1


def orders_at_once(app: Flask, year: Year) -> list[str]:
    """Have six clerks, each with their own form, order the same first part of one award."""
    year.ask(1, 100_000)
    year.vote(n1=100_000)
    award_id, call_id, clerk_id = year.award(1).id, year.call.id, year.clerk.id
    plan_award(award_id, [Part(40_000), Part(60_000, When.REPORT)], year.clerk)
    db.session.commit()

    def order(number: int) -> str:
        call, clerk = db.session.get(Call, call_id), db.session.get(Person, clerk_id)
        note = Note(act="B-1", once=f"form-{number}")
        return tried(lambda: order_batch(call, {award_id: 40_000}, town_day(call), clerk, note))

    return at_once(app, order)


def test_clerks_who_order_the_same_batch_at_once_order_it_once(app: Flask, year: Year) -> None:
    said = orders_at_once(app, year)
    assert sorted(said) == [""] + ["order_changed"] * (THREADS - 1)
    assert db.session.query(LedgerEntry).filter_by(kind="payment_order").count() == 1
    assert db.session.query(PaymentBatch).count() == 1


def test_clerks_whose_figures_are_not_read_again_would_order_twice(
    app: Flask, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the ceiling of the award alone lets a second clerk order its next part too early."""
    monkeypatch.setattr(paying, "_wanted", lambda _rows, chosen: dict(chosen))
    assert orders_at_once(app, year).count("") == 2
    assert db.session.query(PaymentBatch).count() == 2
