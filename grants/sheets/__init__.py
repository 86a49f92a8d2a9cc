"""The one door by which tables leave: the same rows as ODS, XLSX and CSV.

A view lists its columns (what is text stays text: a SIRET keeps its zeros), gives its rows, and sends the answer:

    table = Table(_("Bilans"), (Column(_("SIRET")), Column(_("Voté"), CENTS)), ((row.siret, row.voted) for row in rows))
    return sent(table, ending, f"bilans-{call.year}")
"""

from grants.sheets.leaving import sent, written
from grants.sheets.table import CENTS, DAY, ENDINGS, INTEGER, MOMENT, TEXT, Cell, Column, Kind, Table

__all__ = [
    "CENTS",
    "DAY",
    "ENDINGS",
    "INTEGER",
    "MOMENT",
    "TEXT",
    "Cell",
    "Column",
    "Kind",
    "Table",
    "sent",
    "written",
]
