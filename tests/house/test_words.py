"""Nobody competes here, and the words say so: in the code, the pages, the mails and both languages."""

from __future__ import annotations

import re

import pytest

from tests.house.source import GRANTS, HOUSE

COMPETITIVE = re.compile(
    r"""
      (?<![a-z])(?:
          reject\w* | refus(?:e|es|ed|ing|al|als)?(?![a-z]) | refusé\w* | refuser\w*
        | winner\w* | loser\w*
        | rank(?:s|ed|ing|ings)?(?![a-z]) | scor(?:e|es|ed|ing|er)(?![a-z])
        | jury | juries | jurys | juror\w*
        | compet(?:e|es|ed|ing|ition|itions|itive|itor|itors)(?![a-z])
        | rejet\w* | gagnant\w* | perdant\w* | vainqueur\w* | classement\w*
        | lauréat\w* | laureat\w* | éliminé\w*
      )
    | note\s*(?:/|sur)\s*(?:10|20|100)(?![0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
LEGAL = re.compile(
    r"(?:refus|rejet)\s+implicite|impli(?:ed|cit)\s+(?:refusal|rejection)|rejeter\s+toutes\s+formes\s+de\s+racisme",
    re.IGNORECASE,
)
"""The law's own words: two months of silence (art. L. 231-4 CRPA), and the republican commitment (decree 2021-1947)."""

FUNCTION_OF_POSTGRESQL = re.compile(r"\bts_rank(?:_cd)?\b")

IMPORT_REPORT = re.compile(r"""["'`]refused["'`]|\brefused:\s|\.refused\b|\brefused=""")
"""The fixed key of the report of past grants: lines of a file, never projects."""
REPORTS = ("grants/domain/history", "grants/incoming/")

READ = {".py", ".html", ".txt", ".js", ".css", ".svg", ".po", ".toml", ".json"}


def competitive_words(text: str, *, report: bool = False) -> list[str]:
    """Return the words of competition in a text; `report` allows the one key of the import report."""
    text = FUNCTION_OF_POSTGRESQL.sub("", LEGAL.sub("", text))
    if report:
        text = IMPORT_REPORT.sub("", text)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return [found[0] for found in COMPETITIVE.finditer(spaced.replace("_", " "))]


def test_no_word_of_competition_is_used() -> None:
    found = {}
    for folder in (GRANTS, HOUSE / "templates", HOUSE / "config" / "territories", HOUSE / "config" / "schemes"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in READ:
                name = str(path.relative_to(HOUSE))
                words = competitive_words(path.read_text(encoding="utf-8"), report=name.startswith(REPORTS))
                if words:
                    found[name] = words
    assert found == {}


@pytest.mark.parametrize(
    "sample",
    [
        "def reject(application): ...",
        "is_refused = True",
        "class AwardScore:",
        "jury_members",
        "order_by(rank)",
        "Votre dossier est refusé.",
        "les lauréats de l’année",
        "Le classement des projets",
        "Il obtient la note/20",
        "note sur 20",
        '{"refused": []}',
    ],
)
def test_a_word_of_competition_would_be_seen(sample: str) -> None:
    assert competitive_words(sample) != []


def test_the_law_and_the_import_report_keep_their_words() -> None:
    assert competitive_words("Passé ce délai, c’est un refus implicite.") == []
    assert competitive_words('report = {"refused": []}', report=True) == []
    assert competitive_words("this line is refused", report=True) == ["refused"]
    assert competitive_words("a frank underscore, a scored-through franking") == ["scored"]
