"""Tables as they really come, and those made to hurt: read, or told in one sentence; never a crash."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.history import NoGrantError, read_amount, read_date
from grants.domain.history_columns import LONGEST_NAME, plain
from grants.domain.history_totals import Sums
from grants.incoming import apart, workbooks
from grants.incoming.sheets import ENCRYPTED, OLD_OFFICE, UnreadableFileError
from grants.sheets import CENTS, Column, Table, written

SAMPLES = Path(__file__).resolve().parents[1] / "samples"

pytestmark = pytest.mark.one_database


def book(fill) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        fill(workbook)
    return made.getvalue()


def told(found):
    return [(each.grant.recipient, each.grant.amount_cents) if each.grant else each.remark.code for each in found]


def test_a_web_page_named_xls_is_read(lines):
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><table><tr><th colspan=2>Aides</th></tr>'
        "<tr><td>Bénéficiaire<td>Montant</tr><tr><td>Théâtre &amp; cie</td><td>1&nbsp;500,00 €</td></tr></table>"
    )
    assert told(lines(page.encode("cp1252"), "aides.xls")) == [("Théâtre & cie", 150_000)]


def test_a_text_named_xls_is_read(lines):
    assert told(lines(b"Association\tMontant\nLes Lilas\t100\n", "aides.xls")) == [("Les Lilas", 10_000)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "cp1252"])
def test_an_encoding_is_seen_even_without_its_mark(lines, encoding):
    text = "Bénéficiaire|Montant\nThéâtre d’été|100\nÉcole|50\n"
    assert told(lines(text.encode(encoding)))[0] == ("Théâtre d’été", 10_000)


def test_cells_of_several_lines_keep_their_number(lines):
    found = lines(b'Association;Objet;Montant\n"Les\nLilas";"Une fete\n\nau jardin";100\nClub;x;50\n')
    assert [(each.line, each.grant.recipient) for each in found] == [(2, "Les Lilas"), (6, "Club")]
    assert found[0].grant.purpose == "Une fete\n\nau jardin"


def test_merged_cells_speak_for_each_line_but_a_sum_counts_once(lines):
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Association", "Objet", "Montant"])
        sheet.merge_range(1, 0, 2, 0, "Les Lilas")
        sheet.write_row(1, 1, ["Fête", 100])
        sheet.write_row(2, 1, ["Jardin", 200])
        sheet.write_row(3, 0, ["Club", "Tournoi"])
        sheet.write_row(4, 0, ["Club", "Stage"])
        sheet.merge_range(3, 2, 4, 2, 300)

    found = told(lines(book(fill), "aides.xlsx"))
    assert found == [("Les Lilas", 10_000), ("Les Lilas", 20_000), ("Club", 30_000), "shared"]


def test_a_formula_gives_its_value_and_is_never_worked_out(lines):
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Association", "Montant"])
        sheet.write_string(1, 0, '=HYPERLINK("http://example.org")')
        sheet.write_formula(1, 1, "=WEBSERVICE(1)", None, 250)

    assert told(lines(book(fill), "aides.xlsx")) == [('=HYPERLINK("http://example.org")', 25_000)]
    assert told(lines(b"Association;Montant\nLes Lilas;=1+1\n")) == ["unreadable"]


def test_our_own_ods_comes_back(lines):
    table = Table("Aides", (Column("Association"), Column("Montant", CENTS)), [("Les Lilas", 123_456)])
    assert told(lines(written(table, "ods"), "aides.ods")) == [("Les Lilas", 123_456)]


def test_totals_are_known_by_their_words_and_by_their_sum(lines):
    rows = "A;x;100\nB;y;200\nC;z;300\nCulture;;600\nD;x;10\nE;y;20\nF;z;30\n;;60\nTotal general;;660\n"
    found = told(lines(f"Association;Objet;Montant\n{rows}".encode()))
    assert found[3] == "sum"
    assert found[7:] == ["empty", "totals"]
    assert [each[0] for each in found if isinstance(each, tuple)] == ["A", "B", "C", "D", "E", "F"]


def test_a_grant_that_happens_to_be_a_sum_stays(lines):
    rows = "A;x;100\nB;y;200\nC;z;300\nD;un vrai projet;600\n"
    assert len([each for each in told(lines(f"Association;Objet;Montant\n{rows}".encode())) if each != "sum"]) == 4
    assert "sum" not in told(lines(b"Association;Montant\nA;100\nB;100\nC;200\nD;400\n"))


@given(st.lists(st.integers(1, 10**9), min_size=3, max_size=30))
def test_the_sum_of_detailed_lines_is_always_seen(amounts):
    sums = Sums()
    assert not any(sums.is_sum(cents, bare=False) for cents in amounts)
    assert sums.is_sum(sum(amounts), bare=True)


@given(st.dates(date(1955, 1, 1), date(2118, 12, 31)))
def test_a_day_is_read_back_from_its_five_shapes(day):
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    serial = (day - date(1899, 12, 30)).days
    shapes = (
        day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {months.split()[day.month - 1]} {day.year}", serial,
        float(serial), f"{day:%d.%m.%Y}", day,
    )  # fmt: skip
    assert {read_date(shape) for shape in shapes} == {day}


@given(
    st.integers(0, 10**11 - 1),
    st.sampled_from(["\u00a0", "\u202f", " ", "", "."]),
    st.sampled_from(["", " €", "\u00a0€"]),
)
def test_a_sum_is_read_back_to_the_cent(cents, space, sign):
    grouped = f"{cents // 100:,}".replace(",", space)
    assert read_amount(f"{grouped},{cents % 100:02d}{sign}") == cents


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.none(), st.booleans()))
def test_no_cell_breaks_the_reading(cell):
    read_date(cell)
    with suppress(NoGrantError):
        assert read_amount(cell) >= 0


def bomb() -> bytes:
    """Return a workbook of a few hundred kilobytes that holds gigabytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b" " * 3_000_000)
    return made.getvalue()


def far_apart() -> bytes:
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "Association")
        sheet.write(1_048_575, 16_383, "Montant")

    return book(fill)


def protected_ods() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b"%PDF-1.7 ...", "a.xlsx", "pdf"),
        (b"\xff\xd8\xff\xe0", "a.xls", "picture"),
        (OLD_OFFICE + b"x" * 600 + ENCRYPTED, "a.xlsx", "password"),
        (protected_ods(), "a.ods", "password"),
        (OLD_OFFICE + b"rest", "a.xls", "no_spreadsheet"),
        (b"PK\x03\x04 cut", "a.xlsx", "no_spreadsheet"),
        (b"<html><body>Session expir\xe9e</body></html>", "a.xls", "page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls", "xml_2003"),
        (far_apart(), "a.xlsx", "too_many_cells"),
        (b"c;" * 200_000 + b"\n", "a.csv", "too_wide"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_its_reason(lines, content, name, code):
    with pytest.raises(UnreadableFileError) as caught:
        lines(content, name)
    assert caught.value.code == code


def test_a_bomb_is_stopped_before_it_is_whole(lines, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNZIPPED", 2_000_000)
    with pytest.raises(UnreadableFileError) as caught:
        lines(bomb(), "a.xlsx")
    assert caught.value.code == "too_many_cells"


def test_a_part_that_swells_as_no_table_does_is_stopped_sooner(lines, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGE_PART", 1_000_000)
    with pytest.raises(UnreadableFileError) as caught:
        lines(bomb(), "a.xlsx")
    assert caught.value.code == "too_many_cells"


def test_the_process_apart_speaks_plainly(tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(lambda workbook: workbook.add_worksheet("Un").write_row(1, 0, ["Les Lilas", 3])))
    assert apart.main(str(path)) == 0
    assert capsys.readouterr().out == '{"sheet": "Un", "merged": []}\n[2, ["Les Lilas", 3.0]]\n'
    path.write_bytes(b"PK\x03\x04 cut")
    assert apart.main(str(path)) == apart.UNREADABLE


def test_an_old_workbook_is_read_and_its_sheet_tells_the_year(lines):
    found = lines((SAMPLES / "aides-2016.xls").read_bytes(), "aides.xls", year=None)
    assert told(found) == [("Les Lilas", 150_050), "unreadable"]
    assert (found[0].grant.decided_on, found[0].grant.year) == (date(2016, 3, 12), 2016)


def test_a_cell_of_a_megabyte_is_looked_at_as_a_name_only_so_far():
    assert plain("É" * 1_000_000) == "e" * LONGEST_NAME
