"""What several associations receive together counts for each by its own part, to the cent: sums, vote, payment."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from grants.accounts.models import Association
from grants.budget.models import Award, Councillor, Deliberation, Interest
from grants.budget.queries.councillors import ties_of
from grants.budget.queries.cumulated import awards_to, cumulated, marks_of, near_at_vote, received_in
from grants.budget.queries.payables import payables
from grants.budget.services.agreements import record_agreement
from grants.db import db
from grants.domain.payable import Obstacle
from grants.domain.thresholds import AGREEMENT_ABOVE, NOTICE_FROM, Mark, Received, legal_person
from grants.projects.models import Project, ProjectPartner

SEED, PROJECTS = 7, 40


def others(project, *shares):
    """Have other associations carry a project too, with these parts in cents."""
    for position, (who, cents) in enumerate(shares, start=1):
        project.partners.append(ProjectPartner(association_id=who.id, position=position, share_cents=cents))
    db.session.commit()


def associations(number):
    made = [Association(name=f"Collectif {place}") for place in range(number)]
    db.session.add_all(made)
    db.session.flush()
    return made


def voted(year, carrier, money, kind=0):
    """Vote something for one more project, without a file."""
    number = db.session.query(Project).count()
    project = Project(slug=f"ensemble-{number}", call=year.call, association=carrier, title=f"Ensemble {number}")
    act = Deliberation(call_id=year.call.id, number=f"J-{number}", voted_on=date(2026, 11, 20))
    db.session.add_all((project, act))
    db.session.flush()
    db.session.add(Award(project_id=project.id, deliberation_id=act.id, voted_cents=money, in_kind_cents=kind))
    return project


def key(who):
    return legal_person(who.siret, who.id)


def test_the_sums_of_a_year_are_what_was_voted_each_part_where_it_belongs(year):
    dice, people = Random(SEED), associations(8)  # noqa: S311 - amounts to add up
    expected, carried_alone, whole = Counter(), Counter(), 0
    for _ in range(PROJECTS):
        carrier, *rest = dice.sample(people, dice.randint(1, 4))
        money, kind = dice.randint(len(rest) + 1, 230_000), dice.choice((0, 0, dice.randint(1, 50_000)))
        shares = [dice.randint(1, (money + kind) // (len(rest) + 1)) for _ in rest]
        others(voted(year, carrier, money, kind), *zip(rest, shares, strict=True))
        expected[key(carrier)] += money + kind - sum(shares)
        expected.update({key(who): cents for who, cents in zip(rest, shares, strict=True)})
        carried_alone[key(carrier)] += money + kind
        whole += money + kind
    found = received_in(2026)
    assert {person: sums.whole for person, sums in found.items()} == expected
    assert sum(sums.whole for sums in found.values()) == whole
    assert {row.person: row.received.whole for row in cumulated(2026)} == expected
    for who in people:
        assert sum(each.received.whole for each in awards_to(who.id)) == expected[key(who)]
    assert carried_alone != expected, "the control: counted for the carrier alone, the sums are others"


def test_the_notice_of_the_agreement_is_for_those_whose_own_parts_pass_the_threshold(year):
    lone, partner = associations(2)
    project = voted(year, lone, AGREEMENT_ABOVE + 1)
    db.session.commit()
    assert marks_of(2026) == {key(lone): Mark.AGREEMENT}, "the control: alone, the whole sum is its own"
    others(project, (partner, 1))
    assert marks_of(2026)[key(lone)] is Mark.NEAR
    others(voted(year, lone, AGREEMENT_ABOVE + 1), (partner, AGREEMENT_ABOVE))
    assert marks_of(2026) == {key(lone): Mark.AGREEMENT, key(partner): Mark.AGREEMENT}


def test_a_file_waits_for_the_agreement_of_each_one_who_carries_its_project(year):
    file = year.ask(1, 230_000)
    (partner,) = associations(1)
    others(file.project, (partner, None))
    voted(year, partner, AGREEMENT_ABOVE - 115_000)
    db.session.commit()
    assert [(each.association, each.before.whole, each.after.whole) for each in near_at_vote(year.call)] == [
        (partner.name, AGREEMENT_ABOVE - 115_000, AGREEMENT_ABOVE)
    ]
    year.vote(n1=230_000)
    assert received_in(2026)[key(file.association)] == Received(115_000)
    assert payables(year.call)[0].obstacles == ()
    file.project.partners[0].share_cents = 115_001
    db.session.commit()
    assert payables(year.call)[0].obstacles == (Obstacle.AGREEMENT,)
    record_agreement(partner.id, 2026, "C-1", date(2026, 11, 1), year.clerk)
    assert payables(year.call)[0].obstacles == ()
    assert NOTICE_FROM < AGREEMENT_ABOVE


def test_a_councillor_interested_in_a_partner_is_tied_to_the_file(year):
    file = year.ask(1, 230_000)
    (partner,) = associations(1)
    councillor = Councillor(name="Maryse Le Bars", since=date(2026, 1, 1))
    db.session.add(councillor)
    db.session.flush()
    db.session.add(
        Interest(councillor_id=councillor.id, association=partner.name, association_id=partner.id, role="trésorière")
    )
    db.session.commit()
    assert ties_of(year.call, date(2026, 12, 8)).get(file.id, []) == []
    others(file.project, (partner, None))
    assert [tie.name for tie in ties_of(year.call, date(2026, 12, 8))[file.id]] == ["Maryse Le Bars"]
