"""A year of money through the services, to the cent."""

from datetime import date

import pytest
import sqlalchemy as sa

from grants.budget import queries, services
from grants.budget.models import Award, LedgerEntry, Settlement
from grants.budget.services import Vote
from grants.budget.services.ledger import Posting, post, take_pen
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind
from grants.domain.settlement import replay

TODAY = date(2026, 11, 20)


def figures(year, key):
    return next(each for each in queries.figures_of(year.call) if each.key == key)


def kinds():
    return list(db.session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.id)))


def test_envelopes_open_once_with_their_allocation(year):
    services.open_envelopes(year.call, "command")
    db.session.commit()
    assert kinds() == ["allocation", "allocation"]
    assert figures(year, "ville").allocated == 1_000_000
    assert figures(year, "contrat-de-ville").available == 500_000


def test_the_year_is_settled_voted_ordered_and_paid(year):
    for number in range(1, 7):
        year.ask(number, 230_000)
    year.ask(7, 230_000, priority=True)
    year.ask(8, 300_000, priority=True)
    settled = services.settle(year.call, "command")
    db.session.commit()
    assert settled.results["awarded"] == {f"2026-{n:04}": 166_667 if n <= 4 else 166_666 for n in range(1, 7)} | {
        "2026-0007": 230_000,
        "2026-0008": 230_000,
    }
    general = figures(year, "ville")
    assert (general.requested, general.capped, general.common_cap) == (1_380_000, 1_380_000, 166_666)
    earmarked = figures(year, "contrat-de-ville")
    assert (earmarked.requested, earmarked.capped, earmarked.common_cap) == (530_000, 460_000, 230_000)

    year.vote(n1=166_667, n2=166_667, n7=230_000, n8=230_000)
    assert figures(year, "ville").voted == 333_334
    assert figures(year, "contrat-de-ville").committed == 460_000
    assert year.files["2026-0001"].state == "voted"
    assert year.files["2026-0003"].state == "receivable"
    assert services.order_payments(year.call, year.clerk, year.note()) == 793_334
    assert services.record_payments(year.call, year.clerk, year.note()) == 793_334
    db.session.commit()
    assert figures(year, "ville").paid == 333_334
    assert year.files["2026-0007"].state == "paid"
    services.move_award(Kind.REPAYMENT, year.award(7).id, 30_000, year.clerk, year.note("Sortie annulée"))
    db.session.commit()
    assert figures(year, "contrat-de-ville").repaid == 30_000
    assert queries.verify_ledger().lines == len(kinds())


def test_settling_again_keeps_nothing_new_and_follows_what_changed(year):
    year.ask(1, 200_000)
    services.settle(year.call, "command")
    services.settle(year.call, "command")
    db.session.commit()
    assert db.session.query(Settlement).count() == 1
    assert kinds().count("request") == 1
    year.files["2026-0001"].requested_cents = 150_000
    year.ask(2, 100_000, priority=True)
    services.settle(year.call, "command")
    db.session.commit()
    assert db.session.query(Settlement).count() == 2
    asked = db.session.query(LedgerEntry.amount_cents).filter_by(kind="request").order_by(LedgerEntry.id).all()
    assert [cents for (cents,) in asked] == [200_000, -50_000, 100_000]


def test_a_dry_run_writes_nothing(year):
    year.ask(1, 200_000)
    assert services.settle(year.call, "command", dry_run=True).results["awarded"] == {"2026-0001": 200_000}
    assert kinds() == ["allocation", "allocation"]
    assert db.session.query(Settlement).count() == 0


def test_a_settlement_can_be_replayed_from_what_was_kept(year):
    for number in range(1, 9):
        year.ask(number, 40_000 * number, priority=number % 3 == 0)
    settled = services.settle(year.call, "command")
    assert dict(replay(settled.inputs).awarded) == settled.results["awarded"]


def test_one_award_may_draw_on_two_envelopes_the_earmarked_one_first(year):
    for number in (1, 2, 3):
        year.ask(number, 230_000, priority=True)
    year.vote(n1=230_000, n2=230_000, n3=230_000)
    assert figures(year, "contrat-de-ville").available == 0
    assert figures(year, "ville").committed == 190_000
    assert sorted(share.voted_cents for share in year.award(3).shares) == [40_000, 190_000]


def test_earmarked_money_is_never_voted_elsewhere(year):
    for number in range(1, 7):
        year.ask(number, 230_000)
    with pytest.raises(RuleError) as raised:
        year.vote(**{f"n{number}": 200_000 for number in range(1, 7)})
    assert raised.value.code == "vote_over_available"
    assert raised.value.figures == {"asked": 1_200_000, "allowed": 1_000_000}
    db.session.rollback()
    assert db.session.query(Award).count() == 0
    assert kinds() == ["allocation", "allocation"]


def test_a_vote_one_cent_too_much_does_not_pass(year):
    for number in range(1, 6):
        year.ask(number, 200_000)
    year.ask(6, 100)
    with pytest.raises(RuleError) as raised:
        year.vote(**{f"n{number}": 200_000 for number in range(1, 6)}, n6=1)
    assert raised.value.figures == {"asked": 1_000_001, "allowed": 1_000_000}


def test_the_statement_itself_holds_an_envelope(year):
    general = queries.envelopes_of(year.call)[0]
    take_pen()
    with pytest.raises(RuleError) as raised:
        post(Posting(kind=Kind.COMMITMENT, envelope_id=general.id, cents=1_000_001, actor="x"))
    assert raised.value.code == "over_available"
    assert raised.value.figures == {"asked": 1_000_001, "allowed": 1_000_000}


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        (Vote("", TODAY, {1: 1}), "act_missing"),
        (Vote("  ", TODAY, {1: 1}), "act_missing"),
        (Vote("x" * 61, TODAY, {1: 1}), "act_too_long"),
        (Vote("1", date(2100, 1, 1), {1: 1}), "vote_in_future"),
        (Vote("1", date(2026, 5, 31), {1: 1}), "vote_before_call"),
        (Vote("1", TODAY, {}), "vote_empty"),
        (Vote("1", TODAY, {99: 1}), "file_unknown"),
        (Vote("1", TODAY, {1: 0}), "vote_zero"),
        (Vote("1", TODAY, {1: -5}), "amount_negative"),
        (Vote("1", TODAY, {1: 200_001}), "vote_over_request"),
        (Vote("1", TODAY, {2: 230_001}), "vote_over_cap"),
        (Vote("1", TODAY, {3: 1}), "vote_withdrawn"),
        (Vote("1", TODAY, {4: 1}), "not_receivable"),
    ],
)
def test_a_vote_that_cannot_stand_says_why(year, vote, code):
    year.ask(1, 200_000)
    year.ask(2, 300_000)
    year.ask(3, 100, state="withdrawn")
    year.ask(4, 100, state="to_complete")
    by_file = {year.files.get(f"2026-{n:04}", year.clerk).id if n < 99 else n: c for n, c in vote.amounts.items()}
    with pytest.raises(RuleError) as raised:
        services.record_vote(year.call, Vote(vote.number, vote.voted_on, by_file), year.clerk)
    assert raised.value.code == code


def test_an_act_has_one_number_and_a_second_vote_takes_the_files_left(year):
    year.ask(1, 100_000)
    year.ask(2, 100_000)
    year.vote("2026-1", n1=100_000)
    with pytest.raises(RuleError, match="act_exists"):
        year.vote("2026-1", n2=100_000)
    with pytest.raises(RuleError, match="not_receivable"):
        year.vote("2026-2", n1=100_000)
    year.vote("2026-2", n2=90_000)
    with pytest.raises(RuleError, match="already_voted"):
        services.settle(year.call, "command")


def test_help_in_kind_alone_is_voted_without_money(year):
    year.ask(1, 0).in_kind_cents = 15_000
    db.session.commit()
    year.vote(n1=0)
    assert year.award(1).in_kind_cents == 15_000
    assert year.files["2026-0001"].state == "voted"
    with pytest.raises(RuleError, match="nothing_to_order"):
        services.order_payments(year.call, year.clerk, year.note())


def test_settling_without_envelopes_or_files_says_so(year):
    with pytest.raises(RuleError, match="nothing_to_settle"):
        services.settle(year.call, "command")


@pytest.mark.parametrize(
    ("kind", "cents", "code", "allowed"),
    [
        (Kind.PAYMENT_ORDER, 100_001, "order_over_commitment", 100_000),
        (Kind.PAYMENT, 1, "payment_over_order", 0),
        (Kind.REPAYMENT, 1, "repayment_over_paid", 0),
        (Kind.RELEASE, 100_001, "release_over_unordered", 100_000),
    ],
)
def test_every_step_is_held_by_the_one_before(year, kind, cents, code, allowed):
    year.ask(1, 100_000)
    year.vote(n1=100_000)
    with pytest.raises(RuleError) as raised:
        services.move_award(kind, year.award(1).id, cents, year.clerk, year.note("pourquoi"))
    assert (raised.value.code, raised.value.figures) == (code, {"asked": cents, "allowed": allowed})


@pytest.mark.parametrize("kind", [Kind.RELEASE, Kind.REPAYMENT])
def test_taking_back_says_why(year, kind):
    year.ask(1, 100_000)
    year.vote(n1=100_000)
    with pytest.raises(RuleError, match="reason_missing"):
        services.move_award(kind, year.award(1).id, 5, year.clerk, year.note(" "))


def test_credits_are_amended_and_transferred_never_below_what_is_committed(year):
    general, earmarked = queries.envelopes_of(year.call)
    year.ask(1, 200_000)
    year.vote(n1=200_000)
    assert services.amend(general.id, -800_000, "person:1", year.note("DM n° 1"))
    with pytest.raises(RuleError) as raised:
        services.amend(general.id, -1, "person:1", year.note("DM n° 2"))
    assert raised.value.figures == {"asked": 1, "allowed": 0}
    assert services.amend(general.id, 500_000, "person:1", year.note("DM n° 3"))
    assert services.transfer(general.id, earmarked.id, 100_000, "person:1", year.note("virement"))
    db.session.commit()
    assert (figures(year, "ville").allocated, figures(year, "contrat-de-ville").allocated) == (600_000, 600_000)
    with pytest.raises(RuleError, match="transfer_of_earmarked"):
        services.transfer(earmarked.id, general.id, 1, "person:1", year.note("virement"))
    with pytest.raises(RuleError, match="reason_missing"):
        services.amend(general.id, 1, "person:1", year.note())
    with pytest.raises(RuleError, match="transfer_to_itself"):
        services.transfer(general.id, general.id, 1, "person:1", year.note("virement"))
    with pytest.raises(RuleError, match="envelope_unknown"):
        services.amend(999, 1, "person:1", year.note("virement"))
    db.session.rollback()
    assert queries.verify_ledger().lines == len(kinds())


def test_a_wrong_order_is_reversed_once_with_its_reason(year):
    year.ask(1, 100_000)
    year.vote(n1=100_000)
    services.order_payments(year.call, year.clerk, year.note())
    db.session.commit()
    number = len(kinds())
    with pytest.raises(RuleError, match="reason_missing"):
        services.reverse(number, "person:1", year.note())
    assert services.reverse(number, "person:1", year.note("Mauvais RIB")).reverses_id == number
    with pytest.raises(RuleError, match="reversed_already"):
        services.reverse(number, "person:1", year.note("encore"))
    with pytest.raises(RuleError, match="not_reversible"):
        services.reverse(1, "person:1", year.note("encore"))
    with pytest.raises(RuleError, match="line_unknown"):
        services.reverse(999, "person:1", year.note("encore"))
    db.session.commit()
    assert figures(year, "ville").ordered == 0
    assert [share.ordered_cents for share in year.award(1).shares] == [0]
    assert services.order_payments(year.call, year.clerk, year.note()) == 100_000
    assert queries.verify_ledger().lines == number + 2


def test_the_same_form_sent_twice_acts_once(year):
    year.ask(1, 100_000)
    general = queries.envelopes_of(year.call)[0]
    vote = Vote("2026-1", TODAY, {year.files["2026-0001"].id: 100_000})
    assert services.record_vote(year.call, vote, year.clerk, "vote-key")
    assert services.record_vote(year.call, vote, year.clerk, "vote-key") is None
    assert services.order_payments(year.call, year.clerk, year.note(once="order-key")) == 100_000
    assert services.order_payments(year.call, year.clerk, year.note(once="order-key")) is None
    assert services.amend(general.id, 5, "person:1", year.note("DM", once="dm"))
    assert not services.amend(general.id, 5, "person:1", year.note("DM", once="dm"))
    db.session.commit()
    assert db.session.query(Award).count() == 1
    assert figures(year, "ville").allocated == 1_000_005


def test_no_money_leaves_for_a_project_that_was_withdrawn(year):
    year.ask(1, 100_000)
    year.ask(2, 100_000)
    year.vote(n1=100_000, n2=100_000)
    year.files["2026-0001"].state = "withdrawn"
    db.session.commit()
    assert services.order_payments(year.call, year.clerk, year.note()) == 100_000
    with pytest.raises(RuleError, match="project_withdrawn"):
        services.move_award(Kind.PAYMENT_ORDER, year.award(1).id, 5, year.clerk, year.note())
    assert services.move_award(Kind.RELEASE, year.award(1).id, 100_000, year.clerk, year.note("Retrait"))
    db.session.commit()
    assert figures(year, "ville").committed == 100_000
    assert figures(year, "ville").voted == 200_000


@pytest.mark.usefixtures("year")
def test_the_ledger_cannot_be_changed_nor_cut_in_the_database():
    for statement in ("UPDATE ledger_entry SET amount_cents = 1", "DELETE FROM ledger_entry"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
    assert len(kinds()) == 2


@pytest.mark.usefixtures("year")
def test_a_balance_that_left_its_ledger_is_found():
    db.session.execute(sa.text("UPDATE envelope SET allocated_cents = allocated_cents + 1"))
    with pytest.raises(RuleError, match="balance_differs"):
        queries.verify_ledger()
    db.session.rollback()
    with pytest.raises(RuleError, match="chain_head_unknown"):
        queries.verify_ledger("a" * 64)
    assert queries.verify_ledger(queries.ledger_head()[1]).lines == 2
