"""Money from a terminal."""

import json
import re

import pytest

from grants.budget import queries, services
from grants.budget.forms import WORDS
from grants.db import db
from tests.house.source import GRANTS


@pytest.fixture
def run(app, year):
    for number in (1, 2, 3, 4, 5, 6):
        year.ask(number, 230_000)
    year.ask(7, 300_000, priority=True)

    def invoke(*words):
        db.session.rollback()
        return app.test_cli_runner().invoke(args=list(words))

    return invoke


def test_settle_prints_the_awards_and_the_common_cap(run):
    answer = run("awards", "settle", "2026")
    assert answer.exit_code == 0, answer.output
    assert "2026-0001" in answer.output
    assert "ville: 1\u00a0666,66\u00a0€" in answer.output
    assert answer.output.endswith("12\u00a0300,00\u00a0€, kept\n")


def test_settle_speaks_json_and_a_dry_run_keeps_nothing(run, year):
    given = json.loads(run("awards", "settle", "2026", "--dry-run", "--json").output)
    assert given["dry_run"] is True
    assert given["kept_at"] is None
    assert given["total"] == 1_230_000
    assert given["awarded"]["2026-0007"] == 230_000
    assert queries.latest_settlement(year.call) is None


def test_show_gives_the_eight_figures_of_each_envelope_in_cents(run, year):
    services.settle(year.call, "command")
    year.vote(n1=166_667, n7=230_000)
    services.order_payments(year.call, year.clerk, year.note())
    db.session.commit()
    general, earmarked = json.loads(run("budget", "show", "2026", "--json").output)["envelopes"]
    expected = {
        "allocated": 1_000_000,
        "requested": 1_380_000,
        "capped": 1_380_000,
        "voted": 166_667,
        "committed": 166_667,
        "ordered": 166_667,
        "paid": 0,
        "available": 833_333,
    }
    assert {name: general[name] for name in expected} == expected
    assert (earmarked["requested"], earmarked["capped"], earmarked["available"]) == (300_000, 230_000, 270_000)
    assert "available" in run("budget", "show", "2026").output


@pytest.mark.parametrize("words", [("awards", "settle", "1850"), ("budget", "show", "1850")])
def test_a_year_without_a_call_is_said_in_one_line(run, words):
    answer = run(*words)
    assert answer.exit_code == 1
    assert answer.output.strip().splitlines() == ["Error: Aucun appel n’est ouvert pour 1850."]


def test_verify_walks_the_chain_and_knows_earlier_heads(run, year):
    number, head = queries.ledger_head()
    services.settle(year.call, "command")
    db.session.commit()
    answer = run("audit", "verify", "--head", head)
    assert answer.exit_code == 0, answer.output
    lines, acts, *days = answer.output.splitlines()
    assert lines == f"ok: {number + 7} lines, head {queries.ledger_head()[1]}"
    assert re.fullmatch(r"ok: [0-9]+ acts, head [0-9a-f]{64}", acts)
    assert all(day.startswith("ok:") for day in days)
    answer = run("audit", "verify", "--head", "0" * 63 + "1")
    assert answer.exit_code == 1
    assert "l’empreinte publiée ne se trouve pas" in answer.output


def test_every_rule_of_money_has_its_words():
    places = [GRANTS / "domain" / "ledger.py", GRANTS / "domain" / "scenario.py", *(GRANTS / "budget").rglob("*.py")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in places)
    raised = {part.split('"')[0] for part in source.split('RuleError("')[1:]}
    assert raised - WORDS.keys() == set()
