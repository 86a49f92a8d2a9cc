"""After the evening: encounters wanted by both, contact details, minutes, opinions, memory, links."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from grants.audit import AuditEntry
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import mark
from grants.mail import OutboxMail
from grants.plenary import queries
from grants.plenary.models import Encounter, MinuteEntry, Opinion, Participant, Plenary, Programme, Seat, Tick
from grants.plenary.queries.encounters import encounters_of_project, met_at_tables, told_to
from grants.plenary.queries.links import links_of
from grants.plenary.queries.memory import met_before
from grants.plenary.queries.opinions import opinions_of
from grants.plenary.services.encounters import Slip, choose, forget_contacts, hide_news, tell_news, type_slip
from grants.plenary.services.letters_after import write_after
from grants.plenary.views import links
from grants.projects.services import take_off
from grants.reports.queries import first_answers
from grants.reports.services import open_report, save
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_call, a_file, a_member, a_project

_tokens = count(1)
LONG_AGO = timedelta(days=200)
DESK = f"/gestion/pleniere/{YEAR}"


def today() -> date:
    """Return the day it is in the town: the last hour of a day in UTC is the next day there."""
    return now().astimezone(ZoneInfo("Europe/Paris")).date()


def an_evening(held_on: date | None = None, homes=None, year: int = YEAR, **facts: object) -> list[Participant]:
    """Add an evening with four people at two tables in each of two rounds, its programme published."""
    call = a_call(year=year, **facts)
    plenary = Plenary(call=call, held_on=held_on or today() - LONG_AGO, published_version=1)
    made = Programme(plenary=plenary, version=1, seed=1, value=1.0, bound=1.0, poorest=0.0, notes={"rounds": 2})
    db.session.add_all([plenary, made])
    db.session.flush()
    people = []
    for place, title in enumerate(("Vélos", "Jardin", "Chant", "Radio")):
        project = a_project(call, title, homes[place] if homes else None)
        said = {"token": f"jeton-{next(_tokens)}", "email": f"{title.lower()}@example.org".replace("é", "e")}
        people.append(Participant(plenary_id=plenary.id, project_id=project.id, name=f"Mme {title}", **said))
    db.session.add_all(people)
    db.session.flush()
    for turn, tables in enumerate((((0, 1), (2, 3)), ((0, 2), (1, 3))), start=1):
        for table, places in enumerate(tables, start=1):
            seats = (Seat(programme_id=made.id, round=turn, table=table, participant_id=people[p].id) for p in places)
            db.session.add_all(seats)
    db.session.flush()
    return people


def both(one: Participant, other: Participant, contacts: tuple[str, str] = ("", "")) -> Encounter:
    choose(one, {other.id}, (), contacts[0])
    choose(other, {one.id}, (), contacts[1])
    return db.session.scalars(select(Encounter)).one()


@pytest.mark.usefixtures("db_session")
class TestEncounters:
    def test_one_finds_those_of_ones_own_tables(self):
        velos, jardin, chant, _radio = an_evening()
        met = met_at_tables(queries.published_programme(db.session.get(Plenary, velos.plenary_id)), velos)
        assert [(each.participant.id, each.rounds) for each in met] == [(jardin.id, (1,)), (chant.id, (2,))]

    def test_one_side_alone_tells_nobody_else_and_both_are_read_by_all(self):
        velos, jardin, *_ = an_evening()
        choose(velos, {jardin.id}, (), "")
        assert encounters_of_project(velos.project) == []
        assert [told.wanted for told in told_to(jardin)] == [False]
        choose(jardin, {velos.id}, (), "")
        told = encounters_of_project(velos.project)
        assert [(each.year, each.other.id) for each in told] == [(YEAR, jardin.project_id)]
        assert [each.other.id for each in encounters_of_project(jardin.project)] == [velos.project_id]

    def test_details_pass_once_and_only_when_both_gave_theirs(self):
        velos, jardin, *_ = an_evening()
        encounter = both(velos, jardin, ("06 11", ""))
        assert encounter.exchanged_at is None
        assert db.session.scalars(select(OutboxMail)).all() == []
        for _ in range(2):
            choose(jardin, {velos.id}, (), "jardin@ici.fr")
        mails = {mail.recipient: mail.text for mail in db.session.scalars(select(OutboxMail))}
        assert set(mails) == {"velos@example.org", "jardin@example.org"}
        assert "jardin@ici.fr" in mails["velos@example.org"]
        assert "06 11" in mails["jardin@example.org"]
        assert len(db.session.scalars(select(OutboxMail)).all()) == 2

    def test_who_changes_their_mind_takes_it_off_the_pages(self):
        velos, jardin, *_ = an_evening()
        before = both(velos, jardin).one.project.updated_at
        choose(velos, (), {jardin.id}, "")
        assert encounters_of_project(jardin.project) == []
        assert velos.project.updated_at > before
        choose(jardin, (), {velos.id}, "")
        assert db.session.scalars(select(Encounter)).all() == []

    def test_people_of_elsewhere_and_of_ones_own_project_are_left_out(self):
        velos, jardin, *_ = an_evening()
        stranger = an_evening(year=YEAR + 1)[0]
        colleague = Participant(
            plenary_id=velos.plenary_id, project_id=velos.project_id, name="A", token=velos.token[::-1]
        )
        db.session.add(colleague)
        db.session.flush()
        choose(velos, {velos.id, colleague.id, stranger.id, 10**8}, {jardin.id}, "")
        assert db.session.scalars(select(Encounter)).all() == []

    def test_a_slip_stands_for_both_and_is_written_in_the_log(self):
        velos, _jardin, chant, _radio = an_evening()
        clerk = a_member("agent@example.org", velos.project.association_id)
        for _ in range(2):
            type_slip(Slip(velos, chant, "Une fanfare à vélo", "06", "07"), clerk)
        encounter = db.session.scalars(select(Encounter)).one()
        assert encounter.agreed_at
        assert encounter.exchanged_at
        assert encounters_of_project(chant.project)[0].words == (("", "Une fanfare à vélo"),)
        assert {act.act for act in db.session.scalars(select(AuditEntry))} == {"slip_typed"}
        for broken in (Slip(velos, velos), Slip(velos, an_evening(year=YEAR + 1)[0])):
            with pytest.raises(RuleError):
                type_slip(broken, clerk)

    def test_news_come_in_their_time_and_leave_when_hidden(self):
        velos, jardin, *_ = an_evening(held_on=date(2026, 1, 31))
        encounter = both(velos, jardin)
        with pytest.raises(RuleError, match="too_early"):
            tell_news(encounter, velos, 1, ("going", ""), date(2026, 2, 27))
        with pytest.raises(RuleError, match="too_early"):
            tell_news(encounter, velos, 6, ("going", ""), date(2026, 3, 1))
        with pytest.raises(RuleError, match="unknown_answer"):
            tell_news(encounter, velos, 1, ("fine", ""), date(2026, 3, 1))
        tell_news(encounter, velos, 1, ("later", "Bientôt"), date(2026, 2, 28))
        news = tell_news(encounter, velos, 1, ("going", "La remorque\x00 roule"), date(2026, 3, 1))
        shown = encounters_of_project(jardin.project)[0].news
        assert [(who, each.state, each.words) for who, each in shown] == [
            ("Association Vélos", "going", "La remorque roule")
        ]
        hide_news(news, a_member("agent@example.org", velos.project.association_id), hidden=True)
        assert encounters_of_project(jardin.project)[0].news == ()

    def test_a_report_begins_with_those_one_went_on_with_and_may_leave_them(self):
        velos, jardin, *_ = an_evening()
        both(velos, jardin)
        file = a_file(velos.project, "Mme Vélos")
        file.state = "voted"
        begun = first_answers(file)
        report = open_report(file, begun)
        assert report.answers == {"met": [jardin.project.slug]}
        assert save(report, {"met": []}, {"met": mark(begun["met"])}).answers["met"] == []

    def test_details_are_forgotten_a_year_after(self):
        velos, jardin, *_ = an_evening(held_on=today() - timedelta(days=368))
        encounter = both(velos, jardin, ("06", "07"))
        forget_contacts()
        db.session.refresh(encounter, ["sides"])
        assert [side.contact for side in encounter.sides] == ["", ""]
        assert encounter.agreed_at

    def test_a_project_withdrawn_since_is_told_nowhere(self):
        velos, jardin, *_ = an_evening()
        both(velos, jardin)
        assert len(links_of()) == 1
        take_off(jardin.project)
        assert encounters_of_project(velos.project) == []
        assert links_of() == []

    def test_the_next_evening_remembers_tables_and_what_followed(self):
        first = an_evening()
        homes = [each.project.association for each in first]
        both(first[0], first[1])
        next_year = an_evening(held_on=today(), homes=homes, year=YEAR + 1)
        elsewhere = an_evening(held_on=today(), homes=homes, year=YEAR + 2, territory="poitiers")
        known = met_before(db.session.get(Plenary, next_year[0].plenary_id))
        pair = frozenset(home.id for home in homes[:2])
        assert (known[pair].tables, known[pair].suites) == ((YEAR,), (YEAR,))
        assert frozenset((homes[0].id, homes[3].id)) not in known
        assert len(known) == 4
        assert met_before(db.session.get(Plenary, elsewhere[0].plenary_id)) == {}
        assert met_before(db.session.get(Plenary, first[0].plenary_id)) == {}

    def test_who_did_not_come_met_nobody_and_is_asked_nothing(self):
        velos, jardin, *others = an_evening(held_on=today() - timedelta(days=1))
        homes = [each.project.association for each in (velos, jardin, *others)]
        seen = [{"participant_id": each.id, "state": "here"} for each in (velos, *others)]
        for key, facts in enumerate([*seen, {"participant_id": others[0].id, "state": "absent"}]):
            db.session.add(Tick(plenary_id=velos.plenary_id, at=now(), key=f"t{key}", **facts))
        db.session.flush()
        write_after()
        told = {mail.recipient for mail in db.session.scalars(select(OutboxMail))}
        assert told == {"velos@example.org", "radio@example.org"}
        next_year = an_evening(held_on=today(), homes=homes, year=YEAR + 1)
        assert met_before(db.session.get(Plenary, next_year[0].plenary_id)) == {}

    @pytest.mark.parametrize(
        ("days", "kind", "whom"),
        [
            (0, "", 0),
            (1, "plenary_after", 4),
            (32, "encounters_living", 2),
            (190, "encounters_living", 4),
            (400, "", 0),
        ],
    )
    def test_letters_leave_on_their_days_once_each(self, days, kind, whom):
        velos, jardin, *_ = an_evening(held_on=today() - timedelta(days=days))
        both(velos, jardin)
        for _ in range(2):
            write_after()
        mails = db.session.scalars(select(OutboxMail)).all()
        assert [mail.template for mail in mails] == [kind] * whom
        if mails:
            assert velos.token in next(mail.text for mail in mails if mail.recipient == "velos@example.org")


@pytest.fixture
def town(app):
    """Return the links and numbers of an evening long past."""
    with app.app_context():
        people = an_evening()
        db.session.commit()
        return {each.name.split()[1]: (f"/pleniere/{YEAR}/suite/{each.token}", each.id, each.token) for each in people}


def project_page(client, title: str) -> str:
    with client.application.app_context():
        slug = db.session.scalars(select(Participant).where(Participant.name == f"Mme {title}")).one().project.slug
    return client.get(f"/projets/{slug}").text


def test_two_phones_tick_each_other_and_read_how_to_meet_again(client, town, post_form):
    (velos, velos_id, _), (jardin, jardin_id, _) = town["Vélos"], town["Jardin"]
    assert "Rencontres" not in project_page(client, "Vélos")
    said = {"ticked": [jardin_id], "shares": "y", "contact": "06 11 22 33 44"}
    assert post_form(client, velos, said).status_code == 302
    assert "voudrait une suite" in client.get(jardin).text
    assert "06 11" not in client.get(jardin).text
    assert post_form(client, jardin, {"ticked": [velos_id], "shares": "y", "contact": ""}).status_code == 422
    assert post_form(client, jardin, {"ticked": [velos_id], "shares": "y", "contact": "a@b.fr"}).status_code == 302
    assert "06 11 22 33 44" in client.get(jardin).text
    number = re.search(rf'href="{jardin}/(\d+)"', client.get(jardin).text)[1]
    post_form(client, f"{jardin}/{number}", {"words": "Un atelier au jardin"})
    post_form(client, f"{jardin}/{number}", {"m6-state": "done", "m6-words": "Fait"}, f"{jardin}/{number}/nouvelles/6")
    page = project_page(client, "Vélos")
    for words in ("Rencontres", "Un atelier au jardin", "Six mois après", "C’est fait", "Association Jardin"):
        assert words in page
    assert "06 11" not in page
    assert "Mme" not in page
    links = client.get("/en/pleniere/liens").text
    assert 'class="chord done"' in links
    assert "It is done" in links


def test_two_phones_at_the_same_instant_make_one_encounter_and_tell_it_once(app, town, outbox):
    def press(mine: str, theirs: str, contact: str) -> int:
        phone = app.test_client()
        token = csrf_token(phone.get(town[mine][0]).text)
        said = {"csrf_token": token, "ticked": town[theirs][1], "shares": "y", "contact": contact}
        return phone.post(town[mine][0], data=said).status_code

    with ThreadPoolExecutor(4) as hands:
        pressed = [hands.submit(press, *each) for each in (("Vélos", "Jardin", "06"), ("Jardin", "Vélos", "07")) * 2]
        assert [each.result() for each in pressed] == [302] * 4
    assert sorted(mail.recipient for mail in outbox.all()) == ["jardin@example.org", "velos@example.org"]


def test_too_many_for_one_picture_are_drawn_by_their_latest_year(client, app, monkeypatch):
    monkeypatch.setattr(links, "MOST_DRAWN", 3)
    with app.app_context():
        for year in (YEAR, YEAR + 1):
            velos, jardin, *_ = an_evening(year=year)
            choose(velos, {jardin.id}, (), "")
            choose(jardin, {velos.id}, (), "")
        db.session.commit()
    page = client.get("/pleniere/liens").text
    assert "trop d’associations" in page
    assert page.count('class="chord none"') == 2  # the line, and its legend
    assert "2 liens" in page
    assert client.get("/pleniere/liens.csv?annee=2026").text.count("2026") == 1
    assert client.get("/pleniere/liens?annee=1999&annee=%00").status_code == 200


def test_a_stale_page_unticks_nobody_else(client, town, post_form):
    velos, velos_id, _ = town["Vélos"]
    post_form(client, velos, {"ticked": [town["Jardin"][1]]})
    post_form(client, velos, {"ticked": [town["Chant"][1]], "before": []})
    with client.application.app_context():
        assert len(told_to(db.session.get(Participant, velos_id))) == 2


def test_before_the_day_the_page_only_says_when(client, app):
    with app.app_context():
        token = an_evening(held_on=today() + timedelta(days=2))[0].token
        db.session.commit()
    for address in (f"/pleniere/{YEAR}/suite/{token}", f"/pleniere/{YEAR}/questions/{token}/evening"):
        page = client.get(address)
        assert "s’ouvrira plus tard" in page.text
        assert "<form" not in page.text.split("<main")[1]


@pytest.mark.usefixtures("town")
def test_anybody_adds_to_the_minutes_and_staff_hide_with_a_reason(client, post_form, signed_in):
    page = f"/pleniere/{YEAR}/compte-rendu"
    key = re.search(r'name="once"[^>]*value="([\w-]+)"', client.get(page).text)[1]
    for _ in range(2):
        assert post_form(client, page, {"once": key, "words": "On a <b>ri</b>.", "author": "Lou"}).status_code == 302
    assert client.get(page).text.count("On a &lt;b&gt;ri&lt;/b&gt;.") == 1
    assert post_form(client, page, {"once": "x" * 22, "words": " \x00 "}).status_code == 422
    assert post_form(client, page, {"once": "x" * 22, "words": "a" * 2001}).status_code == 422
    staff = signed_in("agent@example.org", "staff")
    with client.application.app_context():
        number = db.session.scalars(select(MinuteEntry)).one().id
    act = f"{DESK}/compte-rendu/{number}"
    assert post_form(staff, f"{DESK}/compte-rendu", {"why": " "}, f"{act}/cacher").status_code == 422
    post_form(staff, f"{DESK}/compte-rendu", {"why": "Propos personnels"}, f"{act}/cacher")
    assert "On a" not in client.get(page).text
    assert "Propos personnels" in client.get(page).text
    post_form(staff, f"{DESK}/compte-rendu", {}, f"{act}/montrer")
    assert "On a" in client.get(page).text


def test_answers_are_counted_without_names(client, town, post_form, signed_in):
    token = town["Vélos"][2]
    page = f"/pleniere/{YEAR}/questions/{token}"
    assert post_form(client, f"{page}/evening", {"met_new": "marvellous"}).status_code == 422
    for answer in ("one", "several"):
        data = {"met_new": answer, "words": "Plus de café", "other": "x"}
        assert post_form(client, f"{page}/evening", data).status_code == 302
    shared = {"shared": ["room", "idea", "gold"], "words": "a" * 20_000}
    assert post_form(client, f"{page}/half_year", shared).status_code == 302
    with client.application.app_context():
        evening, later = opinions_of(db.session.scalars(select(Plenary)).one())
        assert (evening.people, evening.counts["met_new"]) == (1, {"several": 1, "one": 0, "none": 0})
        assert later.counts["shared"]["room"] == later.counts["shared"]["idea"] == 1
        assert len(later.words[0]) == 1000
        assert len(db.session.scalars(select(Opinion)).all()) == 2
    desk = signed_in("agent@example.org", "staff").get(f"{DESK}/questionnaires").text
    assert "Plus de café" in desk
    assert "Mme" not in desk


def test_staff_type_slips_and_follow_them(app, town, post_form, signed_in):
    staff = signed_in("agent@example.org", "staff")
    page = f"{DESK}/suites/billet"
    one, other = town["Vélos"][1], town["Radio"][1]
    assert post_form(staff, page, {"one": one, "other": one}).status_code == 422
    assert post_form(staff, page, {"one": one, "other": 0}).status_code == 422
    said = {"one": one, "other": other, "contact_one": "06 99", "words": "Une émission à vélo"}
    assert post_form(staff, page, said).status_code == 302
    listed = staff.get(f"{DESK}/suites?voir=half_year").text
    assert "Mme Radio" in listed
    assert "Mme Radio" not in staff.get(f"{DESK}/suites?voir=one_side").text
    with app.app_context():
        number = db.session.scalars(select(Encounter)).one().id
    for act, shown in (("cacher", False), ("montrer", True)):
        post_form(staff, page, {}, f"{DESK}/suites/{number}/mots/{act}")
        assert ("Une émission à vélo" in project_page(staff, "Radio")) is shown
    sheet = staff.get(f"{DESK}/suites.csv?voir=half_year").text
    assert "Mme Radio" in sheet
    assert "06 99" not in listed + sheet
