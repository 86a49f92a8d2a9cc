"""The end of a year, what associations receive over the years, and the three shares."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.accounts.models import Association
from grants.budget import services
from grants.budget.models import Award, Deliberation, YearEndChoice
from grants.budget.queries import figures_of
from grants.budget.queries.cumulated import awards_to, cumulated, near_at_vote, received_in
from grants.budget.queries.payables import payables
from grants.budget.queries.payments import batches_of
from grants.budget.queries.shares import shares
from grants.budget.queries.year_end import year_end
from grants.budget.services.agreements import record_agreement
from grants.budget.services.closing import Choice, settle_year_end
from grants.calls.models import Call
from grants.db import db
from grants.demo.content import siret_of
from grants.domain.ledger import Kind
from grants.domain.shares import percent
from grants.domain.states import State
from grants.domain.thresholds import AGREEMENT_ABOVE, AUDIT_ABOVE, NOTICE_FROM, Mark, Received, mark
from grants.domain.year_end import Passing, proposed
from grants.projects.models import Project
from tests.budget.conftest import plain_call
from tests.budget.test_payments import broken

LAST = date(2026, 12, 31)


@pytest.fixture
def ended(year, time_machine):
    """Return a year whose three awards were voted in December: one paid, one ordered in part, one not at all."""
    time_machine.move_to("2026-12-20T12:00:00+00:00", tick=False)
    for number, cents in ((1, 230_000), (2, 100_000), (3, 50_000)):
        year.ask(number, cents, priority=number == 3)
    year.vote(n1=230_000, n2=100_000, n3=50_000)
    services.move_award(Kind.PAYMENT_ORDER, year.award(1).id, 230_000, year.clerk, year.note())
    services.record_payments(year.call, year.clerk, year.note())
    services.move_award(Kind.PAYMENT_ORDER, year.award(2).id, 40_000, year.clerk, year.note())
    year.award(2).notified_on = date(2026, 12, 15)
    db.session.commit()
    time_machine.move_to("2027-01-08T12:00:00+00:00", tick=False)
    return year


def test_the_year_is_told_as_the_ledger_had_it_that_evening(ended, time_machine):
    services.order_payments(ended.call, ended.clerk, ended.note())
    end = year_end(ended.call, LAST)
    whole = end.whole
    assert (whole.voted, whole.ordered, whole.paid, whole.unordered) == (380_000, 270_000, 230_000, 110_000)
    assert (whole.unpaid, whole.unused) == (40_000, 1_500_000 - 380_000)
    assert [(each.number, each.sums.unordered, each.proposed) for each in end.left] == [
        ("2026-0002", 60_000, Passing.ATTACHED),
        ("2026-0003", 50_000, Passing.CARRIED),
    ]
    assert year_end(ended.call, date(2027, 1, 8)).whole.unordered == 0
    assert year_end(ended.call, date(2026, 1, 1)).whole.voted == 0
    time_machine.move_to("2026-12-31T22:59:00+00:00", tick=False)
    assert year_end(ended.call, date(2026, 12, 19)).whole.voted == 0


def test_an_order_undone_after_the_year_end_still_counts_in_it(ended):
    line = [each for each in lines(ended) if each.kind == Kind.PAYMENT_ORDER][-1]
    services.reverse(line.id, "person:1", ended.note("erreur"))
    assert year_end(ended.call, LAST).whole.ordered == 270_000
    assert year_end(ended.call, date(2027, 1, 8)).whole.ordered == 230_000


def lines(year):
    from grants.budget.models import LedgerEntry  # noqa: PLC0415 - one reader

    return list(db.session.query(LedgerEntry).filter_by(call_id=year.call.id).order_by(LedgerEntry.id))


def test_what_is_carried_stays_committed_and_what_is_released_does_not(ended):
    choices = {
        ended.award(2).id: Choice(Passing.ATTACHED),
        ended.award(3).id: Choice(Passing.RELEASED, "projet abandonné"),
    }
    assert settle_year_end(ended.call, LAST, choices, ended.clerk, "e" * 22) == 2
    assert settle_year_end(ended.call, LAST, choices, ended.clerk, "e" * 22) is None
    end = year_end(ended.call, LAST)
    assert (end.passing(Passing.ATTACHED), end.passing(Passing.RELEASED)) == (60_000, 50_000)
    assert not any(each.open for each in end.files)
    assert sum(each.committed for each in figures_of(ended.call)) == 330_000
    assert services.order_payments(ended.call, ended.clerk, ended.note()) == 60_000
    assert batches_of(ended.call)[0].dated_on == date(2027, 1, 8), "ordered in N+1, under the year it was voted"
    assert settle_year_end(ended.call, LAST, {ended.award(2).id: Choice(Passing.ATTACHED)}, ended.clerk) == 1
    assert db.session.query(YearEndChoice).count() == 2, "the same choice is not written twice"
    other = {ended.award(3).id: Choice(Passing.CARRIED)}
    assert broken(settle_year_end, ended.call, LAST, other, ended.clerk)[0] == "released_already"


@pytest.mark.parametrize(
    ("day", "choices", "code"),
    [
        (date(2027, 1, 9), {2: Choice(Passing.CARRIED)}, "year_not_over"),
        (LAST, {}, "nothing_chosen"),
        (LAST, {1: Choice(Passing.CARRIED)}, "file_unknown"),
        (LAST, {3: Choice(Passing.RELEASED, " ")}, "release_reason_missing"),
    ],
)
def test_a_year_end_that_cannot_be_says_why_and_leaves_all_as_it_was(ended, day, choices, code):
    by_award = {ended.award(number).id: choice for number, choice in choices.items()}
    assert broken(settle_year_end, ended.call, day, by_award, ended.clerk)[0] == code
    assert db.session.query(YearEndChoice).count() == 0


def test_what_was_ordered_since_is_not_released(ended):
    services.order_payments(ended.call, ended.clerk, ended.note())
    choices = {ended.award(2).id: Choice(Passing.CARRIED), ended.award(3).id: Choice(Passing.RELEASED, "abandon")}
    assert broken(settle_year_end, ended.call, LAST, choices, ended.clerk) == (
        "release_over_unordered",
        {"asked": 50_000, "allowed": 0},
    )
    assert db.session.query(YearEndChoice).count() == 0


def test_what_was_notified_is_attached_and_the_rest_carried():
    assert proposed(date(2026, 12, 31), LAST) is Passing.ATTACHED
    assert proposed(date(2027, 1, 2), LAST) is Passing.CARRIED
    assert proposed(None, LAST) is Passing.CARRIED


def past(year, association, cents, kind=0, scheme="histoire"):
    """Vote an imported grant of a past year, under another scheme."""
    call = db.session.query(Call).filter_by(year=year, scheme=scheme).one_or_none()
    if call is None:
        call = plain_call()
        call.year, call.scheme, call.title, call.imported = year, scheme, f"Subventions {year} {scheme}", True
    number = db.session.query(Project).count()
    project = Project(slug=f"passe-{number}", call=call, association=association, title=f"Aide {number}")
    act = Deliberation(number=f"{year}-{number}")
    db.session.add_all((call, project))
    db.session.flush()
    act.call_id = call.id
    db.session.add(act)
    db.session.flush()
    db.session.add(Award(project_id=project.id, deliberation_id=act.id, voted_cents=cents, in_kind_cents=kind))
    db.session.commit()


def test_one_legal_person_is_summed_over_schemes_kind_and_establishments(ended):
    first = ended.files["2026-0001"].association
    other = Association(name="Les Amis, annexe", siret=other_office(first.siret))
    past(2026, other, 2_000_000)
    past(2026, first, 50_000, 20_001, scheme="culture")
    past(2025, first, 30_000)
    row = next(each for each in cumulated(2026, [2025, 2024]) if each.association_id == first.id)
    assert (row.received.money, row.received.in_kind, row.awards) == (2_280_000, 20_001, 3)
    assert row.mark is Mark.AGREEMENT
    assert (row.sums[2025], row.sums.get(2024)) == (30_000, None)
    assert len(awards_to(other.id)) == len(awards_to(first.id)) == 4
    record_agreement(other.id, 2026, "C-1", date(2026, 11, 1), ended.clerk)
    row = next(each for each in cumulated(2026) if each.association_id == first.id)
    assert row.mark is Mark.ANSWERED
    assert "agreement" not in next(each for each in payables(ended.call) if each.number == "2026-0001").obstacles


def other_office(siret):
    """Return another establishment of the same SIREN."""
    from grants.demo.content import _with_key  # noqa: PLC0415 - the same check digit

    return _with_key(siret[:9] + "0002")


@pytest.mark.parametrize(
    ("cents", "told"),
    [(AUDIT_ABOVE, Mark.NONE), (AUDIT_ABOVE + 1, Mark.AUDIT), (NOTICE_FROM - 1, Mark.AUDIT), (NOTICE_FROM, Mark.NEAR),
     (AGREEMENT_ABOVE, Mark.NEAR), (AGREEMENT_ABOVE + 1, Mark.AGREEMENT)],
)  # fmt: skip
def test_the_thresholds_are_those_of_the_law(cents, told):
    assert mark(Received(cents - 1, 1), agreed=False) is told
    assert mark(Received(cents), agreed=True) is (Mark.ANSWERED if cents >= NOTICE_FROM else told)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=8))
def test_sums_are_added_money_and_kind_apart(pairs):
    whole = sum((Received(*pair) for pair in pairs), Received())
    assert (whole.money, whole.in_kind) == (sum(each[0] for each in pairs), sum(each[1] for each in pairs))
    assert whole.whole == sum(map(sum, pairs))


@pytest.mark.parametrize(
    ("reference", "day", "code"),
    [(" ", date(2026, 11, 1), "agreement_missing"), ("C-2", date(2099, 1, 1), "agreement_in_future"),
     ("C-1", date(2026, 11, 1), "agreement_exists")],
)  # fmt: skip
def test_an_agreement_that_cannot_be_recorded_says_why(ended, reference, day, code):
    association = ended.files["2026-0001"].association.id
    record_agreement(association, 2026, "C-1", date(2026, 11, 1), ended.clerk)
    assert broken(record_agreement, association, 2026, reference, day, ended.clerk)[0] == code
    assert broken(record_agreement, 9999, 2026, "C-9", day, ended.clerk)[0] == "association_unknown"


def test_the_vote_is_warned_of_whom_it_would_bring_near_the_threshold(ended):
    file = ended.ask(9, 230_000)
    assert near_at_vote(ended.call) == []
    past(2026, file.association, NOTICE_FROM - 230_000)
    assert [(each.number, each.mark) for each in near_at_vote(ended.call)] == [("2026-0009", Mark.NEAR)]
    assert received_in(2026)[siret_of(9)[:9]] == Received(NOTICE_FROM - 230_000)
    record_agreement(file.association.id, 2026, "C-1", date(2026, 11, 1), ended.clerk)
    assert near_at_vote(ended.call) == []


def test_the_three_shares_are_counted_from_the_data(ended):
    first = ended.files["2026-0001"].association
    past(2024, first, 10_000)
    past(2024, Association(name="Sans numéro"), 10_000)
    ended.files["2026-0001"].state = State.REPORTED.value
    db.session.commit()
    this, oldest = shares()
    assert (this.year, this.associations, this.newcomers, this.newcomers_share) == (2026, 3, 2, 67)
    assert (this.voted, this.priority, this.priority_share) == (380_000, 50_000, 13)
    assert (this.reported, this.expected, this.reported_share) == (1, 3, 33)
    assert (oldest.year, oldest.newcomers_share, oldest.priority_share, oldest.reported_share) == (
        2024,
        None,
        None,
        None,
    )


@given(part=st.integers(0, 10**9), more=st.integers(0, 10**9))
def test_a_share_is_the_nearest_hundredth(part, more):
    whole = part + more
    told = percent(part, whole)
    assert (told is None) == (whole == 0)
    if told is not None:
        assert abs(told * whole - 100 * part) * 2 <= whole
        assert 0 <= told <= 100
