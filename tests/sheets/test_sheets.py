"""A table leaves whole and true in three formats: sums to the cent, SIRETs with their zeros, no text that acts."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from grants.sheets import CENTS, DAY, ENDINGS, INTEGER, MOMENT, Column, Table, sent, written

SIRET = "00012345600012"
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("https://x")', "a;=1+1",
    "1E5", "</text:p><x>", "]]>", "\x00\x0b\ufffe", "a\u202eb", "https://example.org", "é\u00a0€",
)  # fmt: skip
COLUMNS = (
    Column("SIRET"),
    Column("Voté", CENTS),
    Column("Projets", INTEGER),
    Column("Jour", DAY),
    Column("Quand", MOMENT),
)
ROW = (SIRET, -230_005, 3, date(2026, 1, 2), datetime(2026, 7, 2, 10, 30, tzinfo=UTC))


def table(*rows, columns=COLUMNS, name="Dossiers [2026] / tous"):
    return Table(name, columns, rows, ZoneInfo("Europe/Paris"))


def cells(made: bytes, ending: str) -> list[list[object]]:
    """Read a file as another programme does, its head left out."""
    if ending == "csv":
        return list(csv.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=";"))[1:]
    return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]


@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_each_cell_comes_back_as_what_it_is(ending):
    read = cells(written(table(ROW), ending), ending)
    assert read == [[SIRET, -2300.05, 3.0, date(2026, 1, 2), datetime(2026, 7, 2, 12, 30)]]  # noqa: DTZ001 - a cell has no zone


def test_csv_is_written_in_the_habit_of_french_spreadsheets():
    made = written(table(ROW), "csv").decode()
    assert made == (
        '\ufeff"SIRET";"Voté";"Projets";"Jour";"Quand"\r\n"00012345600012";-2300,05;3;2026-01-02;2026-07-02 12:30\r\n'
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_empty_cells_and_empty_tables_leave_too(ending):
    assert cells(written(table((None, None, None, None, None), ROW), ending), ending)[0] == [""] * 5
    assert cells(written(table(), ending), ending) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_acts_in_csv(text):
    read = cells(written(table((text,), columns=(Column("Nom"),)), "csv"), "csv")
    assert not (read[0][0] if read[0] else "").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_a_text_is_nothing_but_a_text(ending, text):
    made = written(table((text,), ("fin",), columns=(Column(text or "Nom"),), name=text), ending)
    visible = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert [row[0] for row in cells(made, ending)] == [visible, "fin"]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = [ET.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")]  # noqa: S314 - our own file
    for node in (each for part in parts for each in part.iter()):
        assert not node.tag.endswith(("}f", "}a", "}hyperlink")), "neither formula nor link"
        assert not any("formula" in name for name in node.attrib)


def test_a_cell_of_excel_stays_text_when_somebody_edits_it():
    with zipfile.ZipFile(io.BytesIO(written(table(ROW), "xlsx"))) as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - our own file
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    named = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{space}numFmt")} | {"49": "@"}
    formats = [named.get(each.get("numFmtId")) for each in styles.find(f"{space}cellXfs")]
    siret = next(cell for cell in sheet.iter(f"{space}c") if cell.get("r") == "A2")
    assert formats[int(siret.get("s"))] == "@", "what is typed there is text"


def test_an_ods_is_the_archive_the_standard_describes():
    made = written(table(ROW), "ods")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        first = archive.infolist()[0]
        manifest = archive.read("META-INF/manifest.xml").decode()
        names = set(archive.namelist()) - {"mimetype", "META-INF/manifest.xml"}
        content = archive.read("content.xml").decode()
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert made[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"
    assert all(f'full-path="{name}"' in manifest for name in names)
    assert 'office:value-type="currency" office:currency="EUR" office:value="-2300.05"' in content
    assert "\u22122\u00a0300,05\u00a0€" in content
    for kind in ("text", "cents", "integer", "day", "moment"):
        assert f'style:name="{kind}"' in content


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(st.text(max_size=30), st.integers(-(10**13), 10**13)), max_size=5))
def test_any_text_and_any_sum_leave_the_same_in_both_spreadsheets(rows):
    asked = table(*rows, columns=(Column("Nom"), Column("Somme", CENTS)))
    ods, xlsx = (cells(written(asked, ending), ending) for ending in ("ods", "xlsx"))
    assert ods == xlsx
    assert [round(row[1] * 100) for row in ods] == [cents for _, cents in rows]


@pytest.mark.parametrize("row", [("x", "12,00", 3, None, None), ("x", 1, 3, "hier", None), ("x", 1, 3, None)])
def test_what_is_not_as_its_column_says_is_seen_at_once(row):
    with pytest.raises((TypeError, ValueError)):
        written(table(row), "csv")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_answer_says_its_type_its_name_and_its_day(application, ending, time_machine):
    time_machine.move_to(datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    with application.test_request_context():
        answer = sent(table(ROW), ending, "dossiers-2026")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="dossiers-2026-2026-11-21.{ending}"'
    assert answer.headers["Cache-Control"] == "no-store"
    kinds = {"ods": "application/vnd.oasis.opendocument.spreadsheet", "csv": "text/csv; charset=utf-8"}
    assert answer.headers["Content-Type"] == kinds.get(ending, answer.headers["Content-Type"])


def test_the_web_process_starts_without_the_writer_of_spreadsheets():
    check = "import sys, grants.app; sys.exit('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0  # noqa: S603 - our own words
