"""What is coming and how robust the fund is, as staff and readers meet them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import queries, services
from grants.budget.models import PastSeason
from grants.budget.queries import robustness as kept
from grants.budget.services import Note
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.fund import Fund, Purse
from grants.domain.seasons import TypedSeason, check_season
from grants.domain.years import History, draw_years
from tests.budget.conftest import make_year, plain_call
from tests.domain.season_family import typed_rows

pytestmark = pytest.mark.one_database

DESK = "/gestion/budget/2026"
AUGUST = datetime(2026, 8, 18, 10, tzinfo=UTC)
CLOSED = datetime(2026, 9, 20, 10, tzinfo=UTC)
SEASON = TypedSeason(2024, 40, 6_000_000, 20, (8, 20, 28, 34))


def sent(call, number, weeks, *, priority=False, state="receivable"):
    """Put a file sent so many weeks before the call closed (None: a draft begun ten weeks before)."""
    closing = datetime.combine(call.closes_on, datetime.min.time(), UTC) + timedelta(hours=22)
    at = None if weeks is None else closing - timedelta(weeks=weeks)
    file = Application(
        public_id=f"s{call.year}-{number}", call_id=call.id, state="draft" if at is None else state, answers={},
        requested_cents=150_000, priority_area=priority, created_at=closing - timedelta(weeks=10), sent_at=at,
    )  # fmt: skip
    db.session.add(file)


def fill(call, count=24, drafts=4):
    """File a season: most in the last weeks."""
    for place in range(count):
        sent(call, place, 13 * (1 - ((place + 1) / count) ** 0.5), priority=place % 2 == 0)
    for place in range(drafts):
        sent(call, 900 + place, None)


@pytest.fixture
def season(app, time_machine):
    """Open the year with a season's files; give back the call's own day in August."""
    time_machine.move_to(AUGUST, tick=False)
    with app.app_context():
        call = make_year().call
        fill(call)
        db.session.commit()
        return call.year


@pytest.fixture
def clerk(season, signed_in):
    assert season
    return signed_in("agent@port-leon.example", "staff")


def remember(count=6):
    """Write earlier years down, as from a spreadsheet."""
    for season in typed_rows(count, before=2026):
        services.note_season(call_of_year(2026), season, "test")
    db.session.commit()


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ")


def test_without_history_the_page_says_so_and_its_bands_are_wide(app, clerk):
    page = text(clerk.get(f"{DESK}/a-venir"))
    assert "Aucune année passée n’est connue" in page
    with app.app_context():
        wide = queries.ahead_of(call_of_year(2026)).expected.files
        remember()
        told = queries.ahead_of(call_of_year(2026)).expected.files
    assert f"{wide.low} à {wide.high}" in page, "never one number alone"
    assert wide.high - wide.low > told.high - told.low > 0
    page = text(clerk.get(f"{DESK}/a-venir"))
    assert "6 années passées sont connues" in page
    assert "en cachant chaque année à son tour" in page
    assert re.search(r"\d+ dossiers reçus,\s+\d+ brouillons en cours", page)


def test_what_the_whole_cap_would_lack_is_told_with_a_range_of_days(app, clerk):
    with app.app_context():
        remember()
        call = call_of_year(2026)
        assert queries.ahead_of(call).missing_now > 0
        assert "demandent déjà" in text(clerk.get(f"{DESK}/a-venir"))
        for envelope in queries.envelopes_of(call):
            services.amend(envelope.id, 1_200_000, "test", Note(reason="Un don"))
        db.session.commit()
        ahead = queries.ahead_of(call)
        assert ahead.state == "open"
        assert ahead.expected.missing.high >= ahead.expected.missing.central > 0
        assert AUGUST.date() <= ahead.passing.first <= ahead.passing.last <= call.closes_on
    page = text(clerk.get(f"{DESK}/a-venir"))
    assert "les crédits seraient dépassés avant la clôture" in page
    assert "pour être tranquille neuf fois sur dix" in page


def test_after_closing_the_page_shows_what_came_against_what_was_expected(app, season, signed_in, time_machine):
    with app.app_context():
        remember()
    time_machine.move_to(CLOSED, tick=False)
    clerk = signed_in(f"agent-{season}@port-leon.example", "staff")
    page = text(clerk.get(f"{DESK}/a-venir"))
    assert "24 dossiers sont venus" in page
    assert "Constat" in page
    with app.app_context():
        ahead = queries.ahead_of(call_of_year(2026))
        assert ahead.state == "closed"
        assert [then.weeks for then in ahead.then] == [8, 4, 2, 1]
        assert ahead.expected.files.low == ahead.expected.files.high == 24
        assert ahead.now.drafts == 0
        assert ahead.pace[-1].files == 24
        counts = [week.files for week in ahead.pace]
        assert counts == sorted(counts)


def test_before_the_opening_earlier_years_speak_alone(app, clerk, time_machine):
    with app.app_context():
        remember(2)
    time_machine.move_to(datetime(2026, 5, 2, tzinfo=UTC), tick=False)
    page = text(clerk.get(f"{DESK}/a-venir"))
    assert "L’appel ouvre le" in page
    assert "2 années passées seulement" in page


def test_our_own_earlier_calls_are_read_day_by_day_and_with_their_drafts(db_session, time_machine):
    time_machine.move_to(AUGUST, tick=False)
    call = make_year().call
    last = plain_call()
    last.year = 2025
    for name in ("opens_on", "closes_on", "complete_by", "settle_on", "council_on"):
        setattr(last, name, getattr(last, name).replace(year=2025))
    db_session.add(last)
    db_session.commit()
    fill(last, 20, drafts=5)
    sent(last, 500, 3, state="withdrawn")
    db_session.commit()
    with pytest.raises(RuleError, match="season_ours"):
        services.note_season(call, TypedSeason(2025, 9, 900), "test")
    (season,) = queries.seasons_before(call, 28.0)
    assert (season.files, season.requested, season.priority) == (20, 3_000_000, (10, 20))
    assert season.at(28, 107) == 9
    assert season.drafts == (17, 11), "eleven to come, five never sent, one taken back"
    assert len(season.amounts) == 20


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (TypedSeason(2026, 40, 1), "season_not_past"),
        (TypedSeason(1890, 40, 1), "season_too_far"),
        (TypedSeason(2024, 0, 1), "season_empty"),
        (TypedSeason(2024, 10_001, 1), "season_many_files"),
        (TypedSeason(2024, 40, 0), "season_asks_nothing"),
        (TypedSeason(2024, 40, 1, 41), "priority_over_files"),
        (TypedSeason(2024, 40, 1, None, (None, 41, None, None)), "weeks_over_files"),
        (TypedSeason(2024, 40, 1, None, (20, None, None, 12)), "weeks_go_down"),
    ],
)
def test_a_year_that_cannot_be_is_told(wrong, code):
    with pytest.raises(RuleError, match=code):
        check_season(wrong, 2026)
    check_season(SEASON, 2026)
    check_season(TypedSeason(2025, 40, 1, 40, (40, 40, None, 40)), 2026)


def typed(**other):
    """Return the form of 2024 as typed."""
    fields = {"year": "2024", "files": "40", "cents": "60 000,00 €", "priority": "20", "week_8": "8", "week_4": "20"}
    return {**fields, "week_2": "", "week_1": "34", **other}


def send(client, **other):
    """Open the page of earlier years and send its form."""
    opened = client.get(f"{DESK}/annees-passees" + (f"?annee={other.pop('annee')}" if "annee" in other else ""))
    form = opened.text.partition('id="noter"')[2]
    hidden = dict(re.findall(r'name="(once|csrf_token|seen)"[^>]*value="([^"]*)"', form))
    return client.post(f"{DESK}/annees-passees", data={**hidden, **typed(**other)}), hidden


def test_an_earlier_year_is_typed_corrected_and_taken_out(app, clerk):
    assert send(clerk)[0].status_code == 302
    page = clerk.get(f"{DESK}/annees-passees").text
    assert "8 · 20 · – · 34" in page
    assert send(clerk)[0].status_code == 302, "the same again is no mistake"
    assert "C’était déjà fait" in clerk.get(DESK).text
    assert send(clerk, annee=2024, files="41")[0].status_code == 302
    with app.app_context():
        row = db.session.query(PastSeason).one()
        assert (row.files, row.requested_cents, row.at_2_weeks, row.actor) == (41, 6_000_000, None, "person:1")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)[1]
    once = re.search(r'name="once"[^>]*value="([^"]*)"', page)[1]
    away = {"csrf_token": token, "once": once}
    assert clerk.post(f"{DESK}/annees-passees/2024/oter", data={**away, "once": "x"}).status_code == 400
    for _ in range(2):
        assert clerk.post(f"{DESK}/annees-passees/2024/oter", data=away).status_code == 302
    with app.app_context():
        assert db.session.query(PastSeason).count() == 0


def test_a_second_clerk_sees_what_the_first_wrote_and_keeps_what_was_typed(clerk):
    send(clerk)
    late, _ = send(clerk, files="39")
    assert late.status_code == 422
    assert "2024 est déjà notée par" in late.text
    assert 'value="39"' in late.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": ""}, "Écrivez l’année"),
        ({"year": "deux mille"}, "Écrivez un nombre entier"),
        ({"year": "2031"}, "Écrivez une année passée"),
        ({"files": "4,5"}, "Écrivez un nombre entier"),
        ({"files": "-4"}, "Écrivez au moins un dossier"),
        ({"cents": "beaucoup"}, "somme"),
        ({"week_4": "99"}, "c’est plus que les 40 dossiers"),
        ({"week_8": "25", "week_4": "20"}, "le nombre ne peut pas baisser"),
    ],
)
def test_a_wrong_figure_is_told_clearly_and_everything_typed_comes_back(clerk, typed, sentence):
    answer, _ = send(clerk, **typed)
    assert answer.status_code == 422
    page = answer.text.replace("\u00a0", " ")
    assert sentence in page
    assert 'value="34"' in page


def test_the_tables_leave_as_on_screen(app, clerk):
    with app.app_context():
        remember(2)
    pace = clerk.get(f"{DESK}/a-venir.csv").text
    assert "Semaines avant la clôture" in pace
    assert len(pace.strip().splitlines()) == 17
    years = clerk.get(f"{DESK}/annees-passees.csv").text
    assert "notée à la main" in years
    assert years.count("\n") >= 3


def test_everybody_reads_in_how_many_years_the_cap_holds_and_can_draw_them_again(app, season):
    reader, year = app.test_client(), season
    assert "aucune année passée n’est connue" in text(reader.get(f"/budget/{year}/robustesse"))
    assert reader.get("/budget/2026/robustesse.json").status_code == 404
    with app.app_context():
        remember()
    page = text(reader.get("/budget/2026/robustesse"))
    told = int(re.search(r"Dans (\d+) années sur 100, les crédits", page)[1])
    out = reader.get("/budget/2026/robustesse.json").json
    inputs = out["inputs"]
    history = History(
        tuple(inputs["files"]),
        tuple(map(tuple, inputs["amounts"])),
        (inputs["priority"]["files"], inputs["priority"]["out_of"]),
    )
    fund = Fund(inputs["cap"], tuple(Purse(**each) for each in inputs["envelopes"]))
    again = draw_years(history, fund, years=inputs["years"], seed=inputs["seed"])
    assert sum(year.missing <= 0 for year in again) == out["results"]["holds"]
    assert abs(told - out["results"]["holds"] / inputs["years"] * 100) <= 1
    assert reader.get("/budget/2026").text.count("/budget/2026/robustesse") == 1


def test_a_crowd_of_readers_never_draws_the_years_again(app, season, monkeypatch):
    with app.app_context():
        remember()
    drawn = []
    first = kept.robustness

    def counted(*given):
        drawn.append(given)
        return first(*given, years=200)

    monkeypatch.setattr(kept, "robustness", counted)
    kept.worked_out.cache_clear()
    reader, year = app.test_client(), season
    for _ in range(5):
        assert reader.get(f"/budget/{year}/robustesse").status_code == 200
    assert len(drawn) == 1
    with app.app_context():
        services.note_season(call_of_year(2026), TypedSeason(2009, 61, 9_000_000), "test")
        db.session.commit()
    reader.get("/budget/2026/robustesse")
    assert len(drawn) == 2, "another history is another answer"
    kept.worked_out.cache_clear()


def test_credits_not_open_yet_are_nobody_s_business(app, time_machine):
    time_machine.move_to(AUGUST, tick=False)
    with app.app_context():
        db.session.add(plain_call())
        ensure_person("agent@port-leon.example").role = "staff"
        db.session.commit()
        remember()
        assert queries.ahead_of(call_of_year(2026)).opened is False
    reader = app.test_client()
    assert "pas encore ouverts" in text(reader.get("/budget/2026/robustesse"))
    assert reader.get("/budget/2026/robustesse.json").status_code == 404
    assert reader.get("/budget/2019/robustesse").status_code == 404


def test_the_demonstration_has_a_past_its_band_mostly_holds(app):
    loaded = app.test_cli_runner().invoke(
        args=["demo", "load", "--stage", "closed", "--projects", "4", "--year", "2026"]
    )
    assert loaded.exit_code == 0, loaded.output
    with app.app_context():
        call = call_of_year(2026)
        seasons = queries.seasons_before(call)
        assert [each.year for each in seasons] == [2025, 2024, 2023, 2022, 2021, 2020]
        assert all(35 <= each.files <= 55 for each in seasons)
        ahead = queries.ahead_of(call)
        assert (ahead.tested, ahead.held) == (6, 4)
