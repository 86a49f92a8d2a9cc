"""Merged cells, as office suites really write them and as somebody might to hurt: what they say, each line says."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from grants.incoming import workbooks
from grants.incoming.ods_merged import merged_cells
from grants.incoming.sheets import UnreadableFileError
from tests.incoming.test_hard_files import SAMPLES, told

pytestmark = pytest.mark.one_database

MERGED = [
    ("Les Lilas", "Fête", 10_000),
    ("Les Lilas", "Jardin", 20_000),
    ("Les Lilas", "Atelier", 30_000),
    ("Club", "Tournoi", 45_000),
    "shared",
    ("Théâtre d’été", "Un spectacle", 8_000),
    ("Théâtre d’été", "Un spectacle", 9_000),
    ("Les Lilas", "Fête", 11_000),
    ("Les Lilas", "Jardin", 21_000),
]


@pytest.mark.parametrize("ending", ["ods", "xlsx", "xls"])
def test_merged_cells_of_the_office_suites_speak_for_each_line(lines, ending):
    found = lines((SAMPLES / f"merged.{ending}").read_bytes(), f"aides.{ending}")
    grants = [each.grant for each in found]
    assert [
        (grant.recipient, grant.purpose, grant.amount_cents) if grant else each.remark.code
        for each, grant in zip(found, grants, strict=True)
    ] == MERGED


def ods(rows: str, before: str = "") -> bytes:
    """Return a workbook as other programs may write it, with these lines in one sheet."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{before}<office:document-content{spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="Un">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return made.getvalue()


def row(*cells: str, given: str = "") -> str:
    return f"<table:table-row {given}>{''.join(cells)}</table:table-row>"


def cell(said: object, given: str = "") -> str:
    kind = f'office:value-type="float" office:value="{said}"' if isinstance(said, int) else 'office:value-type="string"'
    return f"<table:table-cell {kind} {given}><text:p>{said}</text:p></table:table-cell>"


COVERED = "<table:covered-table-cell/>"
HEADS = row(cell("Association"), cell("Objet"), cell("Montant"))


def test_a_merged_cell_is_found_under_repeated_lines_and_beside_repeated_cells(lines):
    blank = row('<table:table-cell table:number-columns-repeated="3"/>', given='table:number-rows-repeated="40"')
    wide = cell("Les Lilas", 'table:number-rows-spanned="2"')
    rows = HEADS + blank + row(wide, cell("Fête"), cell(100)) + row(COVERED, cell("Jardin"), cell(200))
    assert told(lines(ods(rows), "a.ods")) == [("Les Lilas", 10_000), ("Les Lilas", 20_000)]


@pytest.mark.parametrize("number", ["0", "-3", "1e9", "un", "9" * 40, ""])
def test_a_span_that_is_no_number_is_one_cell(lines, number):
    rows = HEADS + row(cell("Les Lilas", f'table:number-rows-spanned="{number}"'), cell("Fête"), cell(100))
    assert told(lines(ods(rows), "a.ods")) == [("Les Lilas", 10_000)]


def test_merged_cells_that_cover_each_other_without_end_are_stopped(lines, monkeypatch):
    rows = HEADS + row(cell("Les Lilas", 'table:number-rows-spanned="1000000"'), cell("Fête"), cell(100)) * 60
    assert len(lines(ods(rows), "a.ods")) == 60
    monkeypatch.setattr(workbooks, "MOST_SPREAD", 1000)
    with pytest.raises(UnreadableFileError) as caught:
        lines(ods(rows), "a.ods")
    assert caught.value.code == "too_many_cells"


def test_entities_of_a_document_are_never_grown(tmp_path):
    path = tmp_path / "a.ods"
    path.write_bytes(ods(HEADS, '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'))
    with pytest.raises(ValueError, match="entities"):
        merged_cells(path)
