"""The table of ASVS 5.0 level 2 is whole, counts what it says, and each proof it names can be run."""

from __future__ import annotations

import re
from collections import Counter

from tests.house.source import HOUSE

PAPER = HOUSE / "docs" / "securite" / "asvs.md"
LEVELS = {"1": 70, "2": 183}
"""How many requirements the standard has at each level (OWASP ASVS 5.0.0)."""
STATES = {"oui", "ville", "sans objet"}


def lines() -> list[tuple[str, ...]]:
    """Return each requirement of the table: its number, its level, its state, how, and its proof."""
    rows = re.findall(
        r"^\| (\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| ([^|]+) \|([^|]*)\|$", PAPER.read_text("utf-8"), re.MULTILINE
    )
    return [tuple(cell.strip() for cell in row) for row in rows]


def test_every_requirement_of_both_levels_is_there_once() -> None:
    numbers = [row[0] for row in lines()]
    assert len(set(numbers)) == len(numbers)
    assert Counter(row[1] for row in lines()) == LEVELS
    assert {row[2] for row in lines()} <= STATES
    assert all(row[3] for row in lines())


def test_what_the_product_answers_for_has_a_proof_that_exists() -> None:
    for number, _level, state, _how, proof in lines():
        named = re.findall(r"`([^`]+)`", proof)
        assert named if state == "oui" else not named, number
        for each in named:
            assert (HOUSE / each).exists(), f"{number}: {each}"


def test_the_figures_at_the_top_are_those_of_the_table() -> None:
    states = Counter(row[2] for row in lines())
    head = PAPER.read_text(encoding="utf-8").partition("\n## ")[0]
    wanted = (
        sum(LEVELS.values()),
        len(lines()) - states["sans objet"],
        states["oui"],
        states["ville"],
        states["sans objet"],
    )
    assert [int(found) for found in re.findall(r"\*\*(\d+)\*\*", head)] == list(wanted)
