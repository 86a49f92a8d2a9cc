"""The open file of grants holds against the national schema, read by an independent validator."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from grants.domain.giving import GivenGrant, package, record
from grants.domain.scdl import COLUMNS, Recipient, VotedGrant, csv_text, harmless, left_out, lines
from tests.giving_rules import GRANT
from tests.scdl_validator import errors_of, schema

SAMPLES = Path(__file__).parent.parent / "samples"
CITY = "21290999800016"
CLUB = "38047555800058"


def grant(**changes):
    values = {
        "reference": "2026-0001",
        "funder": "Ville de Port-Léon",
        "funder_siret": CITY,
        "voted_on": date(2026, 12, 3),
        "decision": "2026-12-114",
        "purpose": "Un jardin pour tous",
        "cash_cents": 120_050,
        "in_kind_cents": 0,
        "recipients": (Recipient("Les Mains vertes", CLUB, "W291000123", 120_050),),
        "paid_from": date(2026, 12, 15),
        "paid_until": date(2027, 2, 13),
    }
    return VotedGrant(**{**values, **changes})


def read(*grants):
    text = "".join(csv_text(lines(grants)))
    return text, list(csv.DictReader(io.StringIO(text)))


def test_the_sixteen_columns_are_those_of_the_schema_in_their_order():
    assert list(COLUMNS) == [field["name"] for field in schema()["fields"]]


def test_the_validator_accepts_the_national_sample_and_finds_the_faults_of_the_others():
    assert errors_of((SAMPLES / "scdl-valid.csv").read_text(encoding="utf-8")) == []
    faults = errors_of((SAMPLES / "scdl-invalid-cells.csv").read_text(encoding="utf-8"))
    assert {what for _line, _column, what in faults} >= {"type", "pattern", "enum", "maximum", "siret", "one-of"}
    assert (1, "", "header") in errors_of((SAMPLES / "scdl-invalid-columns.csv").read_text(encoding="utf-8"))


def test_one_grant_makes_one_valid_line():
    text, rows = read(grant())
    assert errors_of(text) == []
    assert rows[0]["montant"] == "1200.50"
    assert rows[0]["nature"] == "aide en numéraire"
    assert rows[0]["datesPeriodeVersement"] == "2026-12-15/2027-02-13"
    assert rows[0]["pourcentageSubvention"] == "1.00"


def test_money_and_kind_together_have_a_joint_nature():
    assert read(grant(in_kind_cents=5_000))[1][0]["nature"] == "aide en numéraire;aide en nature"
    assert read(grant(cash_cents=0, in_kind_cents=5_000))[1][0]["nature"] == "aide en nature"


def test_a_wide_rna_and_a_damaged_siret_are_left_empty_never_mended():
    recipient = Recipient("Union du Bas-Rhin", CLUB, "W9R1000123", 1)
    assert read(grant(recipients=(recipient,)))[1][0]["rnaBeneficiaire"] == ""
    damaged = Recipient("Union du Bas-Rhin", "45032466000000", "W291000123", 1)
    assert read(grant(recipients=(damaged,)))[1][0]["idBeneficiaire"] == ""


def test_a_recipient_that_the_schema_cannot_identify_is_left_out_and_told():
    nobody = grant(recipients=(Recipient("Collectif du quai", "", "W9R1000123", 120_050),))
    assert read(nobody)[1] == []
    assert left_out([nobody]) == [("2026-0001", "Collectif du quai")]


def test_a_joint_grant_has_one_line_per_recipient_and_shares_that_make_one():
    people = tuple(Recipient(name, CLUB, "", 40_000) for name in ("A", "B", "C"))
    text, rows = read(grant(cash_cents=120_000, recipients=people))
    assert errors_of(text) == []
    assert [row["pourcentageSubvention"] for row in rows] == ["0.3334", "0.3333", "0.3333"]
    assert {row["montant"] for row in rows} == {"1200.00"}


def test_equal_lines_are_told_apart_by_our_number():
    text, rows = read(grant(), grant(reference="2026-0002"), grant(reference="2026-0002"))
    assert errors_of(text) == []
    assert [row["objet"] for row in rows] == [
        "Un jardin pour tous",
        "Un jardin pour tous (dossier 2026-0002)",
        "Un jardin pour tous (dossier 2026-0002, 2)",
    ]


def test_a_grant_of_nothing_is_not_published():
    assert read(grant(cash_cents=0))[1] == []


@pytest.mark.parametrize("hostile", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r\n=1", "\x00=1"])
def test_no_cell_starts_a_formula(hostile):
    named = Recipient(hostile, CLUB, "", 1)
    _text, rows = read(grant(purpose=hostile, decision=hostile, funder=hostile, recipients=(named,)))
    for column in ("objet", "referenceDecision", "nomAttribuant", "nomBeneficiaire"):
        assert rows[0][column].startswith("'")


def test_a_long_purpose_is_cut_at_256_characters():
    assert len(harmless("é" * 300, 256)) == 256
    text, rows = read(grant(purpose="m" * 300), grant(purpose="m" * 300, reference="2026-0009"))
    assert errors_of(text) == []
    assert [len(row["objet"]) for row in rows] == [256, 256]


anything = st.text(max_size=400)
recipients = st.builds(
    Recipient,
    name=anything,
    siret=st.one_of(st.just(CLUB), st.just(""), anything),
    rna=st.one_of(st.just("W291000123"), st.just("W2A1000123"), anything),
    share_cents=st.integers(1, 10_000_000),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            grant,
            purpose=anything,
            decision=anything,
            programme=anything,
            reference=st.sampled_from(["2026-0001", "2026-0002"]),
            cash_cents=st.integers(0, 10_000_000),
            in_kind_cents=st.integers(0, 10_000_000),
            recipients=st.lists(recipients, min_size=1, max_size=5).map(tuple),
            paid_until=st.one_of(st.none(), st.dates(date(2026, 12, 15), date(2030, 1, 1))),
            instalments=st.booleans(),
        ),
        max_size=6,
    )
)
def test_whatever_was_voted_the_file_is_valid(grants):
    text = "".join(csv_text(lines(grants)))
    assert errors_of(text) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=40))
@example([1] * 28 + [8_942_641, 9_077_950, 8_875_336, 9_441_468])
def test_the_shares_of_a_joint_grant_always_make_one(cents):
    people = tuple(Recipient(f"n{place}", CLUB, "", amount) for place, amount in enumerate(cents))
    _text, rows = read(grant(cash_cents=sum(cents), recipients=people))
    assert sum(Decimal(row["pourcentageSubvention"]) for row in rows) == 1
    assert min(Decimal(row["pourcentageSubvention"]) for row in rows) >= Decimal("0.01")


def given_grant(**changes):
    values = {
        "reference": "2026-0001",
        "title": "Un jardin pour tous",
        "description": "",
        "requested_cents": 230_000,
        "awarded_cents": 120_050,
        "paid_cents": 0,
        "awarded_on": date(2026, 12, 3),
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        "funder": "Ville de Port-Léon",
        "funder_siret": CITY,
        "recipients": (("asso-12", "Les Mains vertes", CLUB),),
        "programme_code": "envie-de-faire",
        "programme": "Appel à envie de faire",
        "themes": (("environnement", "Environnement"),),
        "places": (("Bellevue", 48.414, -4.472),),
        "page": "https://example.org/projets/un-jardin",
        "changed_at": datetime(2026, 12, 4, tzinfo=UTC),
    }
    return GivenGrant(**{**values, **changes})


def test_a_360giving_record_has_all_that_the_standard_requires():
    written = record(given_grant())
    required = ("id", "title", "description", "currency", "amountAwarded", "awardDate")
    assert all(written[field] for field in required)
    assert written["amountAwarded"] == 1200.5
    for side in ("fundingOrganization", "recipientOrganization"):
        assert written[side][0]["id"]
        assert written[side][0]["name"]
    assert written["recipientOrganization"][0]["id"] == "FR-RCS-380475558"


def test_a_recipient_without_siret_gets_our_own_identifier():
    written = record(given_grant(recipients=(("asso-12", "Les Mains vertes", "45032466000000"),)))
    assert written["recipientOrganization"][0]["id"] == "360G-212909998-org-asso-12"


def test_a_package_names_its_publisher_and_licence():
    whole = package([record(given_grant())], funder="Ville", funder_siret=CITY, licence="https://l.example", page="p")
    assert whole["grants"]
    assert whole["license"] == "https://l.example"


@pytest.mark.parametrize("mark", [";", ",", "; ", ";  "])
def test_no_formula_comes_alive_where_a_spreadsheet_cuts_lines_at_the_other_mark(mark):
    assert harmless(f"Jardin{mark}=cmd|' /C calc'!A0").count("'=cmd") == 1
    assert harmless("Un four, un jardin ; - et du pain") == "Un four, un jardin ; - et du pain"


WORDS = st.text(min_size=1, max_size=40)
CENTS = st.integers(0, 10**12)


@given(
    st.fixed_dictionaries(
        {
            "title": WORDS,
            "description": st.text(max_size=40),
            "requested_cents": CENTS,
            "awarded_cents": CENTS,
            "paid_cents": CENTS,
            "awarded_on": st.dates(date(2000, 1, 1)),
            "recipients": st.lists(
                st.tuples(st.just("asso-12"), WORDS, st.sampled_from([CLUB, "", "45032466000000.0"])),
                min_size=1,
                max_size=3,
            ).map(tuple),
            "themes": st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
            "places": st.lists(st.tuples(WORDS, st.floats(-90, 90), st.floats(-180, 180)), max_size=3).map(tuple),
        }
    )
)
def test_every_generated_360giving_record_keeps_the_rules_of_the_standard(changes):
    Draft202012Validator(GRANT).validate(json.loads(json.dumps(record(given_grant(**changes)))))
