"""Batches of payment orders and of payments: chosen, kept, paid, never above, never twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.budget import services
from grants.budget.models import PaymentBatchLine, RepaymentClaim
from grants.budget.queries import figures_of, files_of
from grants.budget.queries.payables import payables, pressing_of
from grants.budget.queries.payments import batch_of, batches_of, open_orders, rows_of
from grants.budget.queries.repayments import claims_of
from grants.budget.services.agreements import record_agreement
from grants.budget.services.payees import note_payee
from grants.budget.services.paying import order_batch, pay_batch
from grants.budget.services.plans import plan_award, plan_call
from grants.budget.services.repayments import Receipt, ask_back, end_claim, receive
from grants.db import db
from grants.demo.content import iban_of, siret_of
from grants.domain.countdown import Pressure, countdown
from grants.domain.errors import RuleError
from grants.domain.instalments import WHOLE, Part, When, check_plan, due, in_cents
from grants.domain.ledger import Kind
from grants.domain.states import State
from grants.domain.year_end import Return

DAY = date(2026, 11, 25)


@pytest.fixture
def voted(year, time_machine):
    """Return a year with three awards of 2,300, 1,000 and 500 €."""
    time_machine.move_to("2026-11-26T12:00:00+00:00", tick=False)
    for number, cents in ((1, 230_000), (2, 100_000), (3, 50_000)):
        year.ask(number, cents)
    year.vote(n1=230_000, n2=100_000, n3=50_000)
    return year


def broken(act, *args, **named):
    db.session.commit()
    with pytest.raises(RuleError) as caught:
        act(*args, **named)
    db.session.rollback()
    return caught.value.code, caught.value.figures


def test_a_batch_is_chosen_kept_and_paid_line_by_line(voted):
    rows = {row.number: row for row in payables(voted.call)}
    chosen = {rows["2026-0001"].award_id: 230_000, rows["2026-0003"].award_id: 50_000}
    batch, cents = order_batch(voted.call, chosen, DAY, voted.clerk, services.Note(act="B-12", once="a" * 22))
    assert cents == 280_000
    assert order_batch(voted.call, chosen, DAY, voted.clerk, services.Note(act="B-12", once="a" * 22)) is None
    (listed,) = batches_of(voted.call)
    assert (listed.act, listed.dated_on, listed.files, listed.cents, listed.paid) == ("B-12", DAY, 2, 280_000, 0)
    first, second = open_orders(voted.call)
    pay_batch(voted.call, {first.entry_id: 230_000}, DAY, voted.clerk, voted.note())
    assert [row.left for row in rows_of(batch)] == [0, 50_000]
    assert broken(pay_batch, voted.call, {first.entry_id: 230_000}, DAY, voted.clerk, voted.note()) == (
        "payment_changed",
        {"number": first.entry_id, "asked": 230_000, "allowed": 0},
    )
    services.move_award(Kind.PAYMENT, rows["2026-0003"].award_id, 20_000, voted.clerk, voted.note())
    assert open_orders(voted.call)[1].left == 30_000
    assert services.record_payments(voted.call, voted.clerk, voted.note()) == 30_000
    assert [each.kind for each in batches_of(voted.call)] == [Kind.PAYMENT] * 3 + [Kind.PAYMENT_ORDER]
    assert second.cents == 50_000


def test_two_clerks_who_order_the_same_files_order_them_once(voted):
    seen = {row.award_id: row.due for row in payables(voted.call)}
    order_batch(voted.call, seen, DAY, voted.clerk, voted.note(once="b" * 22))
    code, figures = broken(order_batch, voted.call, seen, DAY, voted.clerk, voted.note(once="c" * 22))
    assert (code, figures["asked"], figures["allowed"]) == ("order_changed", 230_000, 0)
    assert sum(each.ordered for each in figures_of(voted.call)) == 380_000
    assert db.session.query(PaymentBatchLine).count() == 3


def test_an_order_that_was_paid_is_not_undone(voted):
    award = voted.award(1).id
    for _turn in range(2):
        services.move_award(Kind.PAYMENT_ORDER, award, 50_000, voted.clerk, voted.note())
    first, second = open_orders(voted.call)
    pay_batch(voted.call, {first.entry_id: 50_000}, DAY, voted.clerk, voted.note())
    assert broken(services.reverse, first.entry_id, "person:1", voted.note("erreur"))[0] == "order_paid"
    services.reverse(second.entry_id, "person:1", voted.note("erreur"))
    assert [each.entry_id for each in open_orders(voted.call)] == [first.entry_id]
    assert sum(each.undone for each in batches_of(voted.call)) == 50_000


@pytest.mark.parametrize(
    ("answers", "siret", "obstacle"),
    [
        ({}, siret_of(1), "iban_missing"),
        ({"iban": "FR76 3000"}, siret_of(1), "iban_wrong"),
        ({"iban": iban_of(1)}, None, "siret_missing"),
        ({"iban": iban_of(1), "siret": "123"}, None, "siret_wrong"),
    ],
)
def test_a_file_without_its_numbers_is_told_apart_until_they_are_noted(voted, answers, siret, obstacle):
    file = voted.files["2026-0001"]
    file.answers, file.association.siret = answers, siret
    db.session.commit()
    row = next(each for each in payables(voted.call) if each.number == "2026-0001")
    assert row.obstacles == (obstacle,)
    assert broken(order_batch, voted.call, {row.award_id: row.due}, DAY, voted.clerk, voted.note()) == (
        f"order_{obstacle}",
        {"number": "2026-0001"},
    )
    assert services.order_payments(voted.call, voted.clerk, voted.note()) == 150_000
    note_payee(file, iban_of(7), siret_of(7), voted.clerk, voted.note("relevé reçu le 12"))
    assert services.order_payments(voted.call, voted.clerk, voted.note()) == 230_000
    batch = batch_of(voted.call, batches_of(voted.call)[0].id)
    assert [(row.iban, row.siret) for row in rows_of(batch)] == [(iban_of(7), siret_of(7))]


@pytest.mark.parametrize(
    ("iban", "siret", "reason", "code"),
    [("", " ", "lu", "payee_empty"), ("FR76", "", "lu", "payee_iban"), ("", "12", "lu", "payee_siret"),
     (iban_of(1), "", " ", "reason_missing")],
)  # fmt: skip
def test_a_number_is_noted_right_and_with_where_it_comes_from(voted, iban, siret, reason, code):
    file = voted.files["2026-0001"]
    assert broken(note_payee, file, iban, siret, voted.clerk, voted.note(reason))[0] == code


def test_a_withdrawn_project_is_told_apart(voted):
    voted.files["2026-0002"].state = State.WITHDRAWN.value
    db.session.commit()
    assert services.order_payments(voted.call, voted.clerk, voted.note()) == 280_000
    row = next(each for each in payables(voted.call) if each.number == "2026-0002")
    assert row.obstacles == ("withdrawn",)


def test_above_23_000_euros_the_agreement_comes_before_the_order(voted):
    file = voted.files["2026-0003"]
    voted.award(3).in_kind_cents = 2_300_000
    db.session.commit()
    row = next(each for each in payables(voted.call) if each.number == "2026-0003")
    assert row.obstacles == ("agreement",)
    record_agreement(file.association.id, 2026, "2026-C-7", date(2026, 11, 1), voted.clerk)
    assert services.order_payments(voted.call, voted.clerk, voted.note()) == 380_000


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 11, 27), "slip_in_future"), (date(2026, 11, 1), "slip_before_vote")]
)
def test_the_day_of_a_slip_is_held_to_the_calendar(voted, day, code):
    seen = {row.award_id: row.due for row in payables(voted.call)}
    assert broken(order_batch, voted.call, seen, day, voted.clerk, voted.note())[0] == code
    assert broken(order_batch, voted.call, {}, DAY, voted.clerk, voted.note())[0] == "nothing_chosen"
    assert broken(order_batch, voted.call, {999: 1}, DAY, voted.clerk, voted.note())[0] == "file_unknown"
    assert broken(pay_batch, voted.call, {999: 1}, DAY, voted.clerk, voted.note())[0] == "line_unknown"


def test_parts_are_ordered_when_they_are_due(voted):
    plan_call(voted.call, [Part(80), Part(20, When.REPORT)], voted.clerk)
    plan_award(voted.award(2).id, [Part(33_333), Part(66_667, When.DAY, date(2026, 12, 1))], voted.clerk)
    assert [row.due for row in payables(voted.call)] == [184_000, 33_333, 40_000]
    assert services.order_payments(voted.call, voted.clerk, voted.note()) == 257_333
    assert broken(services.order_payments, voted.call, voted.clerk, voted.note())[0] == "nothing_to_order"
    voted.files["2026-0001"].state = State.REPORTED.value
    db.session.commit()
    assert [row.due for row in payables(voted.call)] == [46_000, 0, 0]
    plan_award(voted.award(2).id, [], voted.clerk)
    assert next(row for row in payables(voted.call) if row.number == "2026-0002").due == 80_000 - 33_333


@given(
    cents=st.integers(1, 10**9),
    percents=st.lists(st.integers(1, 97), min_size=1, max_size=3),
    released=st.integers(0, 10**9),
)
def test_parts_make_the_award_to_the_cent_and_never_more_than_what_is_committed(cents, percents, released):
    if sum(percents) >= WHOLE:
        percents = percents[:1]
    parts = in_cents(cents, [Part(each) for each in (*percents, WHOLE - sum(percents))])
    assert sum(part.size for part in parts) == cents
    committed = max(0, cents - released)
    ordered = 0
    for number in range(1, len(parts) + 1):
        reached = [Part(each.size, When.NOW if place < number else When.REPORT) for place, each in enumerate(parts)]
        step = due(reached, committed, ordered, DAY, reported=False)
        assert 0 <= step <= committed - ordered
        ordered += step
    assert ordered == committed


@pytest.mark.parametrize(
    ("parts", "whole", "code"),
    [
        ([], 100, "plan_empty"),
        ([Part(20)] * 5, 100, "plan_too_long"),
        ([Part(100), Part(0)], 100, "plan_part_zero"),
        ([Part(100, When.DAY)], 100, "plan_day_missing"),
        ([Part(80), Part(30)], 100, "plan_percent"),
        ([Part(80), Part(30)], 120, "plan_sum"),
    ],
)
def test_a_plan_that_does_not_stand_says_why(parts, whole, code):
    assert broken_rule(check_plan, parts, whole) == code


def broken_rule(act, *args):
    with pytest.raises(RuleError) as caught:
        act(*args)
    return caught.value.code


@pytest.mark.parametrize(
    ("left", "pressure"),
    [(60, Pressure.CALM), (15, Pressure.CALM), (14, Pressure.SOON), (4, Pressure.SOON), (3, Pressure.URGENT),
     (0, Pressure.URGENT), (-1, Pressure.OVERDUE)],
)  # fmt: skip
def test_sixty_days_run_from_the_notification(left, pressure):
    clock = countdown(DAY, DAY + timedelta(days=60 - left))
    assert (clock.left, clock.pressure) == (left, pressure)
    assert countdown(None, DAY).pressure is Pressure.WAITING


def test_the_desk_hears_of_what_presses_and_no_more_once_it_is_paid(voted):
    voted.award(1).notified_on = date(2026, 9, 1)
    voted.award(2).notified_on = date(2026, 11, 20)
    db.session.commit()
    assert [each.pressure for each in pressing_of(files_of(voted.call), DAY)] == [Pressure.OVERDUE]
    services.order_payments(voted.call, voted.clerk, voted.note())
    services.record_payments(voted.call, voted.clerk, voted.note())
    assert pressing_of(files_of(voted.call), DAY) == []


@pytest.fixture
def paid(voted):
    """Return the same year, all paid."""
    services.order_payments(voted.call, voted.clerk, voted.note())
    services.record_payments(voted.call, voted.clerk, voted.note())
    return voted


def test_money_asked_back_never_passes_what_was_paid(paid):
    award = paid.award(1).id
    assert broken(ask_back, award, 230_001, DAY, paid.clerk, paid.note("annulé")) == (
        "repayment_over_paid",
        {"asked": 230_001, "allowed": 230_000},
    )
    ask_back(award, 200_000, DAY, paid.clerk, paid.note("annulé", once="d" * 22))
    assert ask_back(award, 200_000, DAY, paid.clerk, paid.note("annulé", once="d" * 22)) is None
    assert broken(ask_back, award, 30_001, DAY, paid.clerk, paid.note("encore"))[1] == {
        "asked": 30_001,
        "allowed": 30_000,
    }
    assert broken(ask_back, award, 1, DAY, paid.clerk, paid.note(" "))[0] == "reason_missing"
    assert broken(ask_back, award, 1, date(2026, 11, 27), paid.clerk, paid.note("x"))[0] == "asked_in_future"


def test_money_back_in_the_year_of_its_order_opens_credits_again_and_later_never(paid, time_machine):
    before = figures_of(paid.call)[0].available
    claim = ask_back(paid.award(1).id, 30_000, DAY, paid.clerk, paid.note("moitié"))
    receive(claim, Receipt(10_000, DAY, Return.CANCELLATION), paid.clerk, paid.note())
    assert figures_of(paid.call)[0].available == before + 10_000
    receive(claim, Receipt(5_000, DAY, Return.REVENUE), paid.clerk, paid.note())
    assert figures_of(paid.call)[0].available == before + 10_000
    assert broken(receive, claim, Receipt(15_001, DAY, Return.REVENUE), paid.clerk, paid.note()) == (
        "receipt_over_claim",
        {"asked": 15_001, "allowed": 15_000},
    )
    time_machine.move_to("2027-02-01T12:00:00+00:00", tick=False)
    later = date(2027, 1, 31)
    assert broken(receive, claim, Receipt(5_000, later, Return.CANCELLATION), paid.clerk, paid.note()) == (
        "year_over",
        {"year": 2026},
    )
    receive(claim, Receipt(5_000, later, Return.REVENUE), paid.clerk, paid.note())
    (row,) = claims_of(paid.call)
    assert (row.received, row.waiting, row.restored) == (20_000, 10_000, 10_000)
    end_claim(claim, paid.clerk, "remise gracieuse")
    assert claims_of(paid.call)[0].waiting == 0
    assert broken(receive, claim, Receipt(1, later, Return.REVENUE), paid.clerk, paid.note())[0] == "claim_ended"


def test_a_repayment_that_opened_credits_is_undone_with_them(paid):
    claim = ask_back(paid.award(1).id, 30_000, DAY, paid.clerk, paid.note("moitié"))
    receive(claim, Receipt(10_000, DAY, Return.CANCELLATION), paid.clerk, paid.note())
    lines = services_lines(paid)
    repayment, amendment = lines[-2:]
    assert broken(services.reverse, repayment.id, "person:1", paid.note("erreur"))[1] == {"number": amendment.id}
    services.reverse(amendment.id, "person:1", paid.note("erreur"))
    services.reverse(repayment.id, "person:1", paid.note("erreur"))
    assert claims_of(paid.call)[0].waiting == 30_000


def services_lines(year):
    from grants.budget.models import LedgerEntry  # noqa: PLC0415 - one reader

    return list(db.session.query(LedgerEntry).filter_by(call_id=year.call.id).order_by(LedgerEntry.id))


def test_money_that_came_back_unasked_is_listed_as_asked_and_met(paid):
    services.move_award(Kind.REPAYMENT, paid.award(2).id, 40_000, paid.clerk, paid.note("projet réduit"))
    (row,) = claims_of(paid.call)
    assert (row.asked, row.received, row.waiting, row.reason) == (40_000, 40_000, 0, "projet réduit")
    assert db.session.query(RepaymentClaim).count() == 1
