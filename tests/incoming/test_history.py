"""Past years in, as towns really keep them: every line is imported or told, and nothing is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from grants.accounts.models import Association
from grants.budget.models import Award
from grants.calls.models import Call
from grants.db import db
from grants.projects.models import Project

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "history"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files of past years are not beside the project")

ROQUES = {"lines": 69, "imported": 68, "total_cents": 35_155_885, "left_out": 1}
CHARENTE = {"lines": 101, "imported": 101, "total_cents": 1_110_923_326, "left_out": 0}


@pytest.fixture
def read(app, tmp_path):
    """Return a function that imports a file by the command and gives (exit code, report, what was printed)."""

    def run(path: Path, *options: str):
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        result = app.test_cli_runner().invoke(args=["history", "import", str(path), "--report", str(report), *options])
        return result.exit_code, json.loads(report.read_text()) if report.exists() else None, result.output

    return run


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table as a file."""

    def write(text: str, encoding: str = "utf-8", name: str = "aides.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@needs_shared
def test_poitiers_comes_in_whole_and_to_the_cent_once(app, read):
    code, report, _ = read(SHARED / "poitiers-2017.csv")
    assert code == 0
    assert (report["lines"], report["imported"], report["total_cents"]) == (562, 562, 1_154_835_923)
    assert report["refused"] == []
    assert {each["field"] for each in report["flagged"]} == {"recipient_id"}
    with app.app_context():
        small = db.session.query(Award.voted_cents).filter(Award.voted_cents <= 230_000).all()
        assert (len(small), sum(cents for (cents,) in small)) == (284, 28_804_700)
        kept = db.session.query(Association).filter_by(name="TROUVER SONNETTE A SON PIED").one()
        assert (kept.siret, kept.siret_given) == (None, "45032466000000.0")
        before = [db.session.query(table).count() for table in (Association, Project, Award, Call)]
        call = db.session.query(Call).one()
        assert (call.year, call.territory, call.imported) == (2017, "poitiers", True)
    code, again, _ = read(SHARED / "poitiers-2017.csv")
    assert (code, again["imported"], again["already_there"], again["total_cents"]) == (0, 0, 562, 0)
    with app.app_context():
        assert [db.session.query(table).count() for table in (Association, Project, Award, Call)] == before


@needs_shared
@pytest.mark.parametrize(("name", "figures"), [("roques-2017.csv", ROQUES), ("charente-maritime.xlsx", CHARENTE)])
def test_the_other_authorities_come_in_as_they_are(read, name, figures):
    code, report, _ = read(SHARED / name, "--dry-run")
    assert code == 0
    assert {key: report[key] for key in ("lines", "imported", "total_cents")} == {
        key: figures[key] for key in ("lines", "imported", "total_cents")
    }
    assert len(report["refused"]) == figures["left_out"]
    assert report["imported"] + len(report["refused"]) == report["lines"]


def test_a_dry_run_tells_all_and_writes_nothing(app, read, table):
    _, report, _ = read(table("Association;Montant\nLes Lilas;100\n"), "--year", "2020", "--dry-run")
    assert report["imported"] == 1
    with app.app_context():
        assert db.session.query(Award).count() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_any_usual_encoding_and_separator_is_read(app, read, table, encoding, sign):
    text = f"Bénéficiaire{sign}Objet{sign}Montant\r\nThéâtre d’été{sign}Fête{sign}1500\r\n"
    code, report, _ = read(table(text, encoding), "--year", "2019")
    assert (code, report["imported"], report["total_cents"]) == (0, 1, 150_000)
    with app.app_context():
        assert db.session.query(Association).one().name == "Théâtre d’été"


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("40\u00a0000,00", 4_000_000),
        ("40\u202f000,00 €", 4_000_000),
        ("1.200", 120_000),
        ("1234.5", 123_450),
        ("2300,5", 230_050),
        ("1,200.50", 120_050),
    ],
)
def test_amounts_are_read_as_towns_write_them(read, table, written, cents):
    _, report, _ = read(table(f"Association;Montant\nLes Lilas;{written}\n"), "--year", "2020", "--dry-run")
    assert report["total_cents"] == cents


def test_what_is_no_grant_is_told_with_its_line_and_its_reason(read, table):
    text = (
        "Subventions 2021;;\n;;\nAssociation;Objet;Montant attribué\n"
        "Les Lilas;Fête;300\nSans somme;Rien;NC\n;;\nReprise;Trop perçu;-50\n;Sans nom;12\nTOTAL;;312\n"
    )
    _, report, output = read(table(text), "--year", "2021")
    assert (report["lines"], report["imported"], report["total_cents"]) == (5, 1, 30_000)
    assert [(each["line"], each["field"]) for each in report["refused"]] == [
        (5, "amount"),
        (7, "amount"),
        (8, "recipient"),
        (9, "recipient"),
    ]
    assert "négatif" in output
    assert "total" in output


def test_equal_lines_are_two_grants_and_stay_two(read, table):
    path = table("Association;Objet;Montant\nLes Lilas;Fête;100\nLes Lilas;Fête;100\n")
    assert read(path, "--year", "2020")[1]["imported"] == 2
    assert read(path, "--year", "2020")[1]["imported"] == 0


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("73282932000074", "73282932000074"),
        ("732 829 320 00074", "73282932000074"),
        ("73282932000075", None),
        ("732829320", None),
        ("7.32829E+13", None),
        ("73282932000000.0", None),
        ("", None),
    ],
)
def test_a_siret_is_kept_only_when_it_is_sure(app, read, table, written, kept):
    _, report, _ = read(table(f"Association;SIRET;Montant\nLes Lilas;{written};100\n"), "--year", "2020")
    assert bool(report["flagged"]) == (kept is None)
    with app.app_context():
        association = db.session.query(Association).one()
        assert association.siret == kept
        assert (association.siret_given or "") == written


def test_the_sum_given_is_taken_not_the_sum_asked(read, table):
    text = "Association;Montant demandé;Montant proposé;Montant voté\nLes Lilas;900;800;700\n"
    assert read(table(text), "--year", "2020")[1]["total_cents"] == 70_000


@pytest.mark.parametrize(
    "day", ["2018-04-13", "13/04/2018", "13-04-2018", "13.04.18", "13 avril 2018", "2018-04-13 00:00:00", "43203"]
)
def test_days_come_in_many_shapes(app, read, table, day):
    day = day.replace("13.04.18", "13/04/18")
    _, report, _ = read(table(f"Association;Date de délibération;Montant\nLes Lilas;{day};100\n"))
    assert report["flagged"] == []
    with app.app_context():
        assert str(db.session.query(Award).one().deliberation.voted_on) == "2018-04-13"


def test_an_impossible_day_is_flagged_and_the_grant_still_comes_in(read, table):
    _, report, _ = read(table("Association;Date;Montant\nLes Lilas;31/02/2018;100\n"), "--year", "2018")
    assert (report["imported"], report["flagged"][0]["field"]) == (1, "date")


def test_a_grant_without_year_is_told_how_to_come_in(read, table):
    _, report, _ = read(table("Association;Montant\nLes Lilas;100\n"))
    assert (report["imported"], report["refused"][0]["field"]) == (0, "year")
    assert "--year" in report["refused"][0]["reason"]


def test_several_sheets_of_a_workbook_come_in_together(read, tmp_path):
    path = tmp_path / "aides.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for year in (2018, 2019):
            sheet = book.add_worksheet(str(year))
            sheet.write_row(0, 0, ["Ville de Trégarec"])
            sheet.write_row(2, 0, ["Association", "Exercice", "Montant (€)", "SIRET"])
            sheet.write_row(3, 0, ["Les Lilas", year, 1234.56, 73282932000074])
        book.add_worksheet("Notes").write(0, 0, "rien ici")
    _, report, _ = read(path)
    assert (report["imported"], report["total_cents"], report["flagged"]) == (2, 246_912, [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.csv", b"", "empty"),
        ("faux.csv", b"%PDF-1.7 ...", "PDF"),
        ("faux.xlsx", b"PK\x03\x04 not a workbook", "spreadsheet"),
        ("bruit.csv", bytes(range(256)) * 50, "column"),
        ("autre.csv", b"a;b\n1;2\n", "column"),
    ],
)
def test_a_file_that_is_no_table_is_said_so_in_one_line(read, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    code, report, output = read(path)
    assert (code, report) == (1, None)
    assert said in output
    assert "Traceback" not in output


def test_a_missing_file_is_said_so(read, tmp_path):
    code, _, output = read(tmp_path / "absent.csv")
    assert code == 1
    assert "absent.csv" in output


def test_hostile_cells_stay_text(app, read, table):
    name = '=HYPERLINK("x") <script>alert(1)</script> \u202e 😀'
    code, report, _ = read(table(f"Association;Objet;Montant\n{name};\x00{'é' * 5000};100\n"), "--year", "2020")
    assert (code, report["imported"]) == (0, 1)
    with app.app_context():
        project = db.session.query(Project).one()
        assert project.association.name == name
        assert len(project.title) <= 140


def test_a_formula_is_no_title(app, read, table):
    rows = "".join(f"Club {each};Association hors critères. Tournoi numéro {each} du quartier.;100\n" for each in "ABC")
    read(table(f"Association;Objet;Montant\n{rows}Club D;Association hors critères.;100\n"), "--year", "2020")
    with app.app_context():
        titles = {project.title for project in db.session.query(Project)}
    assert titles == {*(f"Tournoi numéro {each} du quartier" for each in "ABC"), "Club D"}


def test_the_same_help_every_year_is_a_grant_each_year(read, table):
    same = table("Association;Montant;Objet\nLes Joyeux;500;Fonctionnement\n")
    for year in ("2016", "2017"):
        report = read(same, "--year", year)[1]
        assert (report["imported"], report["already_there"]) == (1, 0)
    report = read(same, "--year", "2016")[1]
    assert (report["imported"], report["already_there"]) == (0, 1)


@pytest.mark.parametrize(("options", "told"), [((), (2017, 20_000)), (("--year", "2016"), (2016, 10_000))])
def test_of_several_columns_of_years_the_one_asked_or_the_newest_is_taken(app, read, table, options, told):
    read(table("Bénéficiaire ;Montant 2016;Montant 2017;Objet de la demande\nLes Joyeux ;100;200;Fête\n"), *options)
    with app.app_context():
        kept = db.session.query(Call.year, Award.voted_cents, Project.what).select_from(Award).join(Project).join(Call)
        assert kept.one() == (*told, "Fête")


@pytest.mark.parametrize("name", ["Subventions accordées", "Montants alloués", "Subventions 2017"])
def test_columns_may_be_named_in_the_plural(read, table, name):
    assert read(table(f"Associations;{name}\nLes Joyeux;100\n"), "--year", "2017")[1]["total_cents"] == 10_000
