"""Starting again: what is copied, what waits to be read again, what nobody signs for anybody."""

from __future__ import annotations

import pytest

from grants.domain.file import NEVER_COPIED, Standing, Terms, Weight, check, confirmed, copy_answers, part_of, unread
from tests.envie import FIELDS

LAST_YEAR = {
    "name": "Les Voisins d’à côté",
    "siret": "",
    "rna": "W291000123",
    "address": "3 rue du Port",
    "iban": "FR14 2004 1010 0505 0001 3M02 606",
    "contact_email": "ana@example.org",
    "title": "Un banc, une histoire",
    "hook": "Dix bancs",
    "what": "Dix bancs.",
    "for_whom": "Les habitants, comme en 2025",
    "where": ["bellevue"],
    "when": "De mars à juin 2025",
    "requested": "1 500",
    "charge_1_label": "Bois",
    "charge_1_amount": "1 500",
    "need_1_kind": "room",
    "need_1_text": "Une salle",
    "members": "40",
    "first_time": "yes",
    "cer_signed": "yes",
    "cer_name": "Maëlle",
    "cer_role": "présidente",
    "cer_date": "12/09/2025",
    "consent": "yes",
    "licence": "CC BY-SA 4.0",
    "of_another_scheme": "lost",
}
TERMS = Terms(230_000, frozenset({"bellevue"}), frozenset(), FIELDS)


@pytest.fixture
def copied():
    return copy_answers(LAST_YEAR, (2025, 2026), FIELDS)


def test_identity_and_bank_details_are_copied_as_they_are(copied):
    answers, waiting = copied
    for key in ("name", "rna", "address", "iban", "licence"):
        assert answers[key] == LAST_YEAR[key]
        assert key not in waiting


def test_a_signature_and_a_consent_are_never_copied(copied):
    answers, _waiting = copied
    assert {"cer_signed", "cer_name", "cer_role", "cer_date", "consent"} == NEVER_COPIED
    assert not NEVER_COPIED & set(answers)


def test_what_changes_every_year_waits_to_be_read_again_with_where_it_comes_from(copied):
    answers, waiting = copied
    assert set(unread(answers, waiting)) == {
        "title", "hook", "what", "when", "requested", "charge", "need", "members", "for_whom",
    }  # fmt: skip
    assert set(unread(answers, waiting).values()) == {"2025"}


def test_a_text_that_names_a_past_year_is_marked_wherever_it_stands(copied):
    answers, waiting = copied
    assert "for_whom" in waiting
    assert "where" not in waiting
    later = copy_answers({"for_whom": "Pour 2027, salle 20250"}, (2025, 2026), FIELDS)
    assert not unread(*later)
    assert answers["first_time"] == "no"


def test_a_question_the_new_call_does_not_ask_stays_behind(copied):
    assert "of_another_scheme" not in copied[0]


def test_a_text_that_is_changed_or_confirmed_is_read(copied):
    answers, waiting = copied
    assert "title" not in unread({**answers, "title": "Un autre banc"}, waiting)
    assert "title" not in unread({**answers, "title": ""}, waiting)
    still = unread(answers, confirmed(waiting, ["charge", "what"]))
    assert not {"charge", "what"} & set(still)
    assert "title" in still


def test_a_group_of_lines_is_read_in_one_go():
    assert part_of("charge_8_amount") == "charge"
    assert part_of("need_1_kind") == "need"
    assert part_of("volunteers_value") == "volunteers_value"
    assert part_of("charge_of_something") == "charge_of_something"


def test_what_is_unread_is_said_and_stops_nothing(copied):
    answers, waiting = copied
    found = check(answers, TERMS, Standing(unread=unread(answers, waiting)))
    said = [problem for problem in found if problem.code == "unread"]
    assert {problem.weight for problem in said} == {Weight.WARNING}
    assert {problem.figures["part"] for problem in said} == set(unread(answers, waiting))


@pytest.mark.parametrize(
    ("said", "code", "weight"),
    [
        ("", None, None),
        ("asked", "carrier_silent", Weight.WARNING),
        ("yes", None, None),
        ("no", "carrier_said_no", Weight.COMPLETENESS),
    ],
)
def test_a_carried_group_is_received_and_a_carrier_that_says_no_is_a_missing_identity(said, code, weight):
    carried = {"name": "Groupe", "carrier": "Le Centre", "carrier_email": "c@example.org"}
    found = [each for each in check(carried, TERMS, Standing(said)) if each.code.startswith(("carrier", "identity"))]
    assert [(each.code, each.weight) for each in found] == ([(code, weight)] if code else [])
    assert not [
        each for each in check({**carried, "rna": "W291000123"}, TERMS, Standing(said)) if "carrier" in each.code
    ]
