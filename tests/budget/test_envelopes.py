"""Envelopes opened by hand, described again, closed; help in kind under a ceiling of its own."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from grants.audit import AuditEntry, verify_audit
from grants.budget import queries, services
from grants.budget.models import Envelope, InKindShare, LedgerEntry
from grants.budget.services import EnvelopeWords, NewEnvelope
from grants.budget.services.ledger import Posting, post, take_pen
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind

FOUNDATION = EnvelopeWords("Fondation du port", "Fondation", "6574", "65")


def opened(year, words=FOUNDATION, cents=300_000, **kind):
    envelope = services.open_envelope(year.call, NewEnvelope(words, cents, **kind), "person:1", year.note())
    db.session.commit()
    return envelope


def in_kind(year, cents, **kind):
    return opened(year, EnvelopeWords("Prêts et dons"), cents, kind="in_kind", **kind)


def acts():
    return list(db.session.scalars(sa.select(AuditEntry.act).order_by(AuditEntry.id)))


def broken(act, *arguments):
    with pytest.raises(RuleError) as raised:
        act(*arguments)
    db.session.rollback()
    return raised.value


def test_an_envelope_opened_by_hand_has_its_line_and_its_act(year):
    envelope = opened(year, earmark="priority")
    assert (envelope.key, envelope.position, envelope.account) == ("fondation-du-port", 2, "6574")
    assert queries.figures_of(year.call)[2].available == 300_000
    assert acts() == ["envelope_opened"] * 3
    assert verify_audit().lines == 3


def test_two_open_envelopes_never_share_a_name_and_a_form_opens_once(year):
    new = NewEnvelope(FOUNDATION, 300_000)
    assert services.open_envelope(year.call, new, "person:1", year.note(once="key"))
    assert services.open_envelope(year.call, new, "person:1", year.note(once="key")) is None
    db.session.commit()
    assert broken(services.open_envelope, year.call, new, "person:1", year.note()).code == "envelope_exists"
    zero = NewEnvelope(EnvelopeWords("Autre"), 0)
    assert broken(services.open_envelope, year.call, zero, "person:1", year.note()).code == "amount_zero"
    assert len(queries.all_envelopes(year.call)) == 3


def test_of_two_clerks_the_second_is_stopped_and_nothing_of_the_first_is_lost(year):
    envelope = opened(year)
    seen = envelope.version
    first = EnvelopeWords("Fondation du port", "Fondation des quais", "6574", "65")
    second = EnvelopeWords("Fondation", "Fondation", "65748", "65")
    assert services.describe_envelope(year.call, envelope.id, first, seen, "person:1")
    db.session.commit()
    raised = broken(services.describe_envelope, year.call, envelope.id, second, seen, "person:2")
    assert raised.code == "envelope_changed"
    assert services.words_of(envelope) == first
    assert services.describe_envelope(year.call, envelope.id, second, envelope.version, "person:2")
    assert not services.describe_envelope(year.call, envelope.id, second, seen, "person:2")
    db.session.commit()
    told = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (told.details["before"]["funder"], told.details["after"]["funder"]) == ("Fondation des quais", "Fondation")


def test_an_envelope_in_use_is_not_closed_and_the_figure_is_said(year):
    year.ask(1, 200_000)
    year.vote(n1=200_000)
    general = queries.envelopes_of(year.call)[0]
    raised = broken(services.close_envelope, year.call, general.id, "person:1", year.note("fin"))
    assert (raised.code, raised.figures["committed"]) == ("envelope_in_use", 200_000)
    assert general.closed_at is None
    services.move_award(Kind.RELEASE, year.award(1).id, 200_000, year.clerk, year.note("abandon"))
    assert services.close_envelope(year.call, general.id, "person:1", year.note("fin"))
    db.session.commit()
    assert [each.key for each in queries.envelopes_of(year.call)] == ["contrat-de-ville"]
    assert general.id in queries.names_of(year.call)
    last = db.session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
    assert (last.kind, last.amount_cents, last.reason) == ("amendment", -1_000_000, "fin")
    queries.verify_ledger()


def test_nothing_is_written_on_a_closed_envelope(year):
    envelope = opened(year)
    assert broken(services.close_envelope, year.call, envelope.id, "person:1", year.note()).code == "reason_missing"
    services.close_envelope(year.call, envelope.id, "person:1", year.note("retrait"))
    db.session.commit()
    other = queries.envelopes_of(year.call)[0].id
    for act, arguments in (
        (services.amend, (envelope.id, 5)),
        (services.transfer, (other, envelope.id, 5)),
        (services.close_envelope, (year.call, envelope.id)),
    ):
        assert broken(act, *arguments, "person:1", year.note("encore")).code == "envelope_closed"
    assert broken(services.reverse, 4, "person:1", year.note("non")).code == "envelope_closed"
    words = EnvelopeWords("Autre nom")
    assert broken(services.describe_envelope, year.call, envelope.id, words, 1, "x").code == "envelope_closed"
    assert opened(year).key == "fondation-du-port-2"


def test_a_co_funder_who_withdraws_takes_what_is_not_committed(year):
    year.ask(1, 200_000, priority=True)
    year.vote(n1=200_000)
    earmarked = queries.envelopes_of(year.call)[1]
    assert services.withdraw(earmarked.id, "person:1", year.note("Le contrat de ville se retire", once="w")) == 300_000
    assert services.withdraw(earmarked.id, "person:1", year.note("Le contrat de ville se retire", once="w")) is None
    db.session.commit()
    assert (earmarked.allocated_cents, earmarked.committed_cents) == (200_000, 200_000)
    raised = broken(services.withdraw, earmarked.id, "person:1", year.note("encore"))
    assert (raised.code, raised.figures["committed"]) == ("nothing_to_withdraw", 200_000)
    assert broken(services.withdraw, 999, "person:1", year.note("encore")).code == "envelope_unknown"


def test_help_in_kind_has_its_own_ceiling_and_never_feeds_money(year):
    money = queries.figures_of(year.call)
    envelope = in_kind(year, 20_000)
    assert queries.figures_of(year.call) == money
    for number, value in ((1, 15_000), (2, 6_000)):
        year.ask(number, 100_000).in_kind_cents = value
    db.session.commit()
    assert queries.in_kind_figures(year.call)[0].requested == 21_000
    with pytest.raises(RuleError) as raised:
        year.vote(n1=100_000, n2=100_000)
    assert (raised.value.code, raised.value.figures) == ("vote_over_in_kind", {"asked": 21_000, "allowed": 20_000})
    db.session.rollback()
    assert db.session.query(InKindShare).count() == 0
    year.vote(n1=100_000)
    kind = queries.in_kind_figures(year.call)[0]
    assert (kind.committed, kind.voted, kind.available) == (15_000, 15_000, 5_000)
    assert queries.files_of(year.call)[0].committed == 100_000
    assert services.order_payments(year.call, year.clerk, year.note()) == 100_000
    db.session.commit()
    assert envelope.ordered_cents == 0
    queries.verify_ledger()


def test_help_in_kind_is_released_up_to_what_is_held(year):
    in_kind(year, 20_000)
    year.ask(1, 0).in_kind_cents = 15_000
    db.session.commit()
    year.vote(n1=0)
    award = year.award(1).id
    raised = broken(services.release_in_kind, award, 15_001, year.clerk, year.note("salle prise"))
    assert (raised.code, raised.figures) == ("release_over_unordered", {"asked": 15_001, "allowed": 15_000})
    assert broken(services.release_in_kind, award, 1, year.clerk, year.note()).code == "reason_missing"
    assert broken(services.release_in_kind, 999, 1, year.clerk, year.note("x")).code == "award_unknown"
    assert services.release_in_kind(award, 10_000, year.clerk, year.note("salle prise", once="r"))
    assert not services.release_in_kind(award, 10_000, year.clerk, year.note("salle prise", once="r"))
    db.session.commit()
    assert (queries.in_kind_committed(award), queries.in_kind_figures(year.call)[0].available) == (5_000, 15_000)
    number = db.session.query(LedgerEntry).count()
    services.reverse(number, "person:1", year.note("si, finalement"))
    db.session.commit()
    assert queries.in_kind_committed(award) == 15_000
    queries.verify_ledger()


def test_earmarked_help_in_kind_goes_to_priority_areas_and_other_files_stay_outside(year):
    in_kind(year, 20_000, earmark="priority")
    year.ask(1, 0).in_kind_cents = 15_000
    year.ask(2, 0, priority=True).in_kind_cents = 12_000
    db.session.commit()
    year.vote(n1=0, n2=0)
    assert [share.award_id for share in db.session.query(InKindShare)] == [year.award(2).id]


def test_money_and_help_in_kind_are_never_mixed(year):
    envelope = in_kind(year, 20_000)
    general = queries.envelopes_of(year.call)[0]
    assert broken(services.transfer, general.id, envelope.id, 5, "x", year.note("v")).code == "transfer_across_kinds"
    take_pen()
    posting = Posting(kind=Kind.PAYMENT_ORDER, envelope_id=envelope.id, cents=5, actor="x")
    assert broken(post, posting).code == "in_kind_never_paid"
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Envelope).values(voted_cents=9, committed_cents=9, ordered_cents=1))
    db.session.rollback()


def test_a_share_that_left_its_ledger_is_found(year):
    year.ask(1, 100_000)
    year.vote(n1=100_000)
    db.session.execute(sa.text("UPDATE award_share SET committed_cents = committed_cents - 1"))
    assert broken(queries.verify_ledger).code == "share_differs"


def test_what_an_envelope_said_is_known_even_when_it_was_opened_before_the_log(year):
    envelope = Envelope(call_id=year.call.id, key="vieille", name="Vieille", funder="Avant", position=9)
    db.session.add(envelope)
    db.session.flush()
    assert queries.envelope_words_at(envelope, 1) == {}
    services.describe_envelope(year.call, envelope.id, EnvelopeWords("Vieille", "Après"), 1, "person:1")
    assert queries.envelope_words_at(envelope, 1)["funder"] == "Avant"
    assert queries.envelope_words_at(envelope, 2)["funder"] == "Après"
    assert services.close_envelope(year.call, envelope.id, "person:1", year.note("vide"))
    assert acts()[-1] == "envelope_closed"


def test_an_envelope_of_another_call_or_a_form_sent_twice_changes_nothing(year):
    envelope = opened(year)
    words = EnvelopeWords("Ailleurs")
    assert broken(services.describe_envelope, year.call, 999, words, 1, "person:1").code == "envelope_unknown"
    assert services.close_envelope(year.call, envelope.id, "person:1", year.note("fin", once="c"))
    db.session.commit()
    assert not services.close_envelope(year.call, envelope.id, "person:1", year.note("fin", once="c"))
