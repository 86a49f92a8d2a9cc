"""Past years through the pages: looked at, confirmed, tried, imported, undone; the same figures as the command."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import func, select

from grants.accounts.models import Association
from grants.audit import AuditEntry
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db
from grants.incoming.models import HistoryImport, HistoryLine, HistoryMade
from grants.incoming.services import ask_undo, import_asked, looking, preview, try_asked, undo_asked
from grants.incoming.services.writing import BATCH
from grants.incoming.sheets import read_sheets
from grants.projects.models import Project, Revision
from grants.projects.search import SearchIndex
from grants.projects.services import publish_project, told
from tests.incoming.test_history import SHARED, needs_shared
from tests.town import make_call, make_project

pytestmark = pytest.mark.one_database

PLACE = "/gestion/donnees/importer"
TABLES = (Association, Award, Call, Deliberation, Project, Revision, HistoryLine, HistoryMade)


@pytest.fixture
def desk(signed_in, post_form):
    """Return a clerk with the gestures of the desk; each gives the page it leads to."""
    clerk = signed_in("agent@example.org", "staff")

    class Desk:
        page = ""

        def open(self, path):
            answer = clerk.get(path)
            assert answer.status_code == 200
            return answer.text

        def give(self, name, content):
            data = {"file": (io.BytesIO(content), name)}
            answer = post_form(clerk, PLACE, data, content_type="multipart/form-data", follow_redirects=True)
            self.page = answer.request.path
            return answer

        def read(self, **said):
            return post_form(clerk, self.page, said, follow_redirects=True)

        def ask(self, what, *, again=False):
            page = f"{self.page}/{what}" if what == "defaire" and not again else self.page
            return post_form(clerk, page, {}, action=f"{self.page}/{what}", follow_redirects=True)

        def bring(self, name, content, **said):
            self.give(name, content)
            self.read(then="try", **said)
            return self.ask("importer").text

        def report(self):
            return clerk.get(f"{self.page}/rapport.csv").get_data(as_text=True)

    return Desk()


def counts():
    return {model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) for model in TABLES}


def test_nobody_waits_to_write_while_a_file_is_read(desk, monkeypatch):
    open_then = []

    def reads(*asked, **more):
        open_then.append(db.session().in_transaction())
        return read_sheets(*asked, **more)

    monkeypatch.setattr(looking, "read_sheets", reads)
    monkeypatch.setattr(preview, "read_sheets", reads)
    desk.give("aides.csv", b"Association;Montant\nLes Lilas;100\n")
    assert open_then == [False, False], "as it is given, and as it is shown"
    desk.read()
    assert open_then == [False] * 5, "as it is opened, as how to read it is chosen, and as it is shown again"


@needs_shared
def test_poitiers_comes_in_by_the_pages_as_by_the_command_and_goes_again(app, desk):
    content = (SHARED / "poitiers-2017.csv").read_bytes()
    page = desk.give("poitiers-2017.csv", content).text
    assert page.count('data-label="Qui reçoit"') == 10
    with app.app_context():
        assert set(counts().values()) == {0}
    tried = desk.read(then="try").text
    assert "Importer ces 562 aides" in tried
    assert "11\u202f548\u202f359,23" in tried.replace("\u00a0", "\u202f")
    with app.app_context():
        assert set(counts().values()) == {0}
    assert "Importé" in desk.ask("importer").text
    with app.app_context():
        told = db.session.execute(select(func.count(), func.sum(Award.voted_cents))).one()
        assert tuple(told) == (562, 1_154_835_923)
        source = db.session.scalars(select(HistoryImport)).one()
        assert (source.report["imported"], source.done, source.content) == (562, 562, None)
        assert SearchIndex().found("handball") is not None
    assert "562 projets" in desk.ask("defaire").text
    with app.app_context():
        assert set(counts().values()) == {0}
        assert db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all() == [
            "import_given",
            "import_read",
            "import_trial_asked",
            "import_asked",
            "history_imported",
            "import_undo_asked",
            "history_undone",
        ]


def test_what_was_undone_may_come_in_again(app, desk):
    content = b"Association;Objet;Montant\nLes Lilas;Fete;100\nLes Lilas;Fete;100\n"
    desk.bring("a.csv", content, year="2018")
    desk.ask("defaire")
    desk.bring("a.csv", content, year="2018")
    with app.app_context():
        assert (counts()["award"], counts()["association"]) == (2, 1)


def test_an_undo_leaves_what_was_there_and_what_was_changed_since(app, desk):
    with app.app_context():
        ours = make_project(make_call(2020), "Un jardin pour tous")
        ours.association.name = "Les Lilas"
        db.session.commit()
    desk.bring(
        "a.csv", b"Association;Objet;Montant\nLes Lilas;Grande fete du quartier;100\nClub;Tournoi;50\n", year="2020"
    )
    with app.app_context():
        changed = db.session.scalars(select(Project).where(Project.title.contains("fete"))).one()
        story = told(changed)
        story = type(story)(**{**{name: getattr(story, name) for name in story.__slots__}, "hook": "Venez !"})
        publish_project(changed.call, changed.association, story, author="ana", project=changed)
        db.session.commit()
    page = desk.ask("defaire").text
    assert "Grande fete du quartier" in page
    with app.app_context():
        assert {each.title for each in db.session.scalars(select(Project))} == {
            "Un jardin pour tous",
            "Grande fete du quartier",
        }
        assert [each.name for each in db.session.scalars(select(Association))] == ["Les Lilas"]
        assert db.session.scalar(select(func.count()).select_from(Call)) == 2


def test_what_a_later_import_uses_stays_until_that_one_is_undone(app, desk):
    desk.bring("a.csv", b"Association;Objet;Montant\nLes Lilas;Fete;100\n", year="2020")
    first = desk.page
    desk.bring("b.csv", b"Association;Objet;Montant\nLes Lilas;Jardin;200\n", year="2020")
    second, desk.page = desk.page, first
    desk.ask("defaire")
    with app.app_context():
        assert (counts()["association"], counts()["award"]) == (1, 1)
    desk.page = second
    desk.ask("defaire")
    with app.app_context():
        assert set(counts().values()) == {0}


def test_an_import_cut_in_the_middle_goes_on_without_doubles(app, desk):
    rows = "".join(f"Club {each};Action {each};{each + 1}\n" for each in range(BATCH + 20))
    desk.give("a.csv", f"Association;Objet;Montant\n{rows}".encode())
    desk.read(then="try", year="2019")
    with app.app_context():
        source = db.session.scalars(select(HistoryImport)).one()
        source.state, source.moved_at = "importing", None
        number = source.id
        db.session.commit()
        work = import_asked(number, "port-leon")
        while not counts()["award"]:
            next(work)
            db.session.commit()
        assert counts()["award"] == BATCH
        work.close()
        assert list(import_asked(number, "port-leon")) == []  # somebody else is thought to be at it
        db.session.get(HistoryImport, number).moved_at = None
        db.session.commit()
    desk.ask("importer")
    with app.app_context():
        source = db.session.get(HistoryImport, number)
        assert (counts()["award"], source.state, source.report["imported"]) == (BATCH + 20, "imported", BATCH + 20)
        assert source.report["already_there"] == 0


def test_a_trial_tells_how_far_it_is_and_is_found_again(app, desk, monkeypatch):
    monkeypatch.setattr("grants.incoming.services.reading.STEP", 10)
    rows = "".join(f"Club {each};Action {each};{each + 1}\n" for each in range(40))
    desk.give("a.csv", f"Association;Objet;Montant\n{rows}".encode())
    desk.read(year="2019")
    with app.app_context():
        source = db.session.scalars(select(HistoryImport)).one()
        source.state, number = "trying", source.id
        db.session.commit()
        work = try_asked(number)
        for _ in range(5):
            next(work)
            db.session.commit()
        work.close()
    page = desk.open(f"{PLACE}/{number}")
    assert "20 sur 41" in page
    assert "Vous pouvez quitter cette page" in page
    with app.app_context():
        db.session.get(HistoryImport, number).moved_at = None
        db.session.commit()
    assert "Importer ces 40 aides" in desk.ask("essayer").text


def test_an_undo_cut_in_the_middle_tells_how_far_it_is_and_goes_on(app, desk, monkeypatch):
    monkeypatch.setattr("grants.incoming.services.undoing.BATCH", 10)
    rows = "".join(f"Club {each};Action {each};{each + 1}\n" for each in range(25))
    desk.bring("a.csv", f"Association;Objet;Montant\n{rows}".encode(), year="2019")
    with app.app_context():
        source = db.session.scalars(select(HistoryImport)).one()
        ask_undo(source, "x")
        number = source.id
        db.session.commit()
        work = undo_asked(number)
        for _ in range(2):
            next(work)
            db.session.commit()
        work.close()
        db.session.get(HistoryImport, number).moved_at = None
        db.session.commit()
    page = desk.open(f"{PLACE}/{number}")
    assert "10 sur 25" in page
    assert "Reprendre" in page
    assert "25 projets" in desk.ask("defaire", again=True).text
    with app.app_context():
        assert set(counts().values()) == {0}


def test_columns_nobody_understands_are_told_once_and_known_next_time(desk):
    content = b"Qui;Combien;Pourquoi\nLes Lilas;1 500,50;Fete\n"
    page = desk.give("etrange.csv", content).text
    assert "Dites quelle colonne porte le montant" in page
    assert "Essayer à blanc" not in page
    said = {"column-0": "recipient", "column-1": "amount", "column-2": "purpose", "year": "2018"}
    page = desk.read(then="read", **said).text
    assert "1\u202f500,50" in page.replace("\u00a0", "\u202f")
    page = desk.give("encore.csv", content.replace(b"Lilas", b"Joncs")).text
    assert "Les Joncs" in page
    assert "Essayer à blanc" in page


def test_two_columns_cannot_hold_the_same_and_what_was_typed_comes_back(desk):
    desk.give("a.csv", b"Association;Objet;Montant\nLes Lilas;Fete;100\n")
    answer = desk.read(then="try", year="deux mille", **{"column-0": "purpose", "column-1": "purpose"})
    assert answer.status_code == 422
    assert "Deux colonnes ne peuvent pas tenir la même place" in answer.text
    assert 'value="deux mille"' in answer.text


def test_the_separator_and_the_encoding_may_be_said(desk):
    desk.give("a.csv", "Association|Montant\nThéâtre, fêtes; et cie|100\n".encode("cp850"))
    page = desk.read(then="read", encoding="cp850", separator="|", year="2018").text
    assert "Théâtre, fêtes; et cie" in page


def test_a_sheet_may_be_left_aside_and_names_its_year(app, desk):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        for year in (2018, 2019, 2020):
            sheet = workbook.add_worksheet(f"Année {year}")
            sheet.write_row(0, 0, ["Association", "Objet", "Montant"])
            sheet.write_row(1, 0, ["Les Lilas", "Fête", year])
    desk.bring("aides.xlsx", book.getvalue(), sheets=["Année 2018", "Année 2020"])
    with app.app_context():
        assert db.session.scalars(select(Call.year).order_by(Call.year)).all() == [2018, 2020]


def test_an_import_never_adds_to_a_call_people_apply_to(app, desk):
    with app.app_context():
        make_call(2021, scheme="envie-de-faire")
        db.session.commit()
    desk.bring("a.csv", b"Association;Montant\nLes Lilas;100\n", year="2021", scheme="envie-de-faire")
    with app.app_context():
        assert db.session.scalars(select(Project)).one().call.imported


def test_the_report_leaves_line_by_line(desk):
    desk.give("a.csv", b"Association;Date;Montant\nLes Lilas;2018;100\nClub;12 mars 2018;NC\nTotal;;100\n")
    desk.read(then="try")
    report = desk.report()
    assert "Seule l’année" in report
    assert "NC" in report
    assert "total" in report


def test_a_file_that_nobody_imports_is_forgotten_on_demand(app, desk):
    desk.give("a.csv", b"Association;Montant\nLes Lilas;100\n")
    desk.ask("oublier")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(HistoryImport)) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "vide"), (b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "image"), (b"PK\x03\x04 no", "abîmé")],
)
def test_a_file_that_is_no_table_is_said_so_and_not_kept(app, desk, content, said):
    answer = desk.give("aides.xlsx", content)
    assert (answer.status_code, said in answer.text) == (422, True)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(HistoryImport)) == 0


def test_the_day_of_a_past_grant_is_kept(app, desk):
    desk.bring("a.csv", b"Association;Date du vote;Montant\nLes Lilas;12 mars 2018;100\n")
    with app.app_context():
        assert db.session.scalars(select(Deliberation.voted_on)).one() == date(2018, 3, 12)
