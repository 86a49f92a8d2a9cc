"""The two pages: nothing typed is lost, and what is missing is said with its weight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.file import (
    LARGEST_DRAFT,
    LARGEST_TEXT,
    Kind,
    Terms,
    Weight,
    check,
    clean,
    complete,
    keep,
    mark,
    merge,
    parse,
    ready_to_send,
    text_of,
)
from tests.envie import ENVIE, FIELDS

TERMS = Terms(230_000, frozenset({"centre", "bellevue"}), frozenset({"culture", "mer", "sante", "jeunesse"}), FIELDS)

WHOLE = {
    "name": "Les Voisins d’à côté",
    "siret": "732 829 320 00074",
    "neighbourhood": "bellevue",
    "contact_name": "Maëlle Le Goff",
    "contact_email": "maelle@voisins.example",
    "contact_phone": "06 00 00 00 00",
    "members": "1 200",
    "first_time": "yes",
    "title": "Un banc, une histoire",
    "what": "Nous posons dix bancs et enregistrons les histoires de qui s’y assied.",
    "for_whom": "Les habitants du quartier",
    "where": ["bellevue"],
    "when": "De mars à juin",
    "themes": ["culture", "mer"],
    "requested": "1 500 €",
    "charge_1_label": "Bois",
    "charge_1_amount": "1 800",
    "product_1_label": "Cet appel",
    "product_1_amount": "1500",
    "product_2_label": "Nos fonds",
    "product_2_amount": "300",
    "cer_signed": "yes",
    "cer_name": "Maëlle Le Goff",
    "cer_role": "présidente",
    "cer_date": "12/09/2026",
    "licence": "CC BY-SA 4.0",
    "consent": "yes",
    "need_1_kind": "room",
    "need_1_text": "Une salle le mercredi",
    "offer_1_kind": "",
    "offer_1_text": "Des outils de menuiserie",
}

ANSWERS = st.dictionaries(
    st.sampled_from([field.key for field in FIELDS]), st.one_of(st.text(), st.lists(st.text(), max_size=5))
)


def codes(answers, weight=None):
    return {(p.field, p.code) for p in check(answers, TERMS) if weight in {None, p.weight}}


def without(*keys, **changes):
    return {key: value for key, value in (WHOLE | changes).items() if key not in keys}


def test_a_whole_file_is_complete_and_read_to_the_cent():
    problems = check(WHOLE, TERMS)
    assert problems == []
    assert complete(problems)
    file = parse(WHOLE)
    assert (file.requested_cents, file.charges_cents, file.products_cents) == (150_000, 180_000, 180_000)
    assert file.siret == "73282932000074"
    assert file.members == 1200
    assert file.first_time
    assert [(line.kind, line.text) for line in file.needs] == [("room", "Une salle le mercredi")]
    assert file.offers[0].kind == "other"


@pytest.mark.parametrize("key", ["name", "contact_name", "contact_email", "title", "what"])
def test_an_essential_stops_the_sending_and_says_which_field(key):
    assert (key, "missing") in codes(without(key), Weight.ESSENTIAL)
    assert not ready_to_send(check(without(key), TERMS))


def test_a_wish_is_money_or_help_in_kind():
    assert ("requested", "wish_missing") in codes(without("requested"), Weight.ESSENTIAL)
    assert ("requested", "wish_missing") in codes(without(requested="0 €"), Weight.ESSENTIAL)
    kind_only = without("requested", "charge_1_label", "charge_1_amount", "product_1_amount", "product_2_amount")
    assert complete(check(kind_only | {"in_kind": "Deux ordinateurs"}, TERMS))


@pytest.mark.parametrize(
    ("changes", "gone", "field", "code"),
    [
        ({}, ("siret",), "siret", "identity_missing"),
        ({"siret": "7,32829E+13"}, (), "siret", "identity_unreadable"),
        ({}, ("cer_signed",), "cer_signed", "missing"),
        ({}, ("consent",), "consent", "missing"),
        ({}, ("themes",), "themes", "missing"),
        ({"where": ["atlantide"]}, (), "where", "choice_unknown"),
        ({"cer_date": "31/02/2026"}, (), "cer_date", "no_such_day"),
        ({"charge_1_amount": "-5"}, (), "charge_1_amount", "amount_negative"),
        ({"charge_1_amount": ""}, (), "charge_1_label", "budget_missing"),
        ({"carrier": "Centre social"}, ("siret",), "carrier_email", "carrier_email_missing"),
        ({"title": "x" * 141}, (), "title", "too_long"),
    ],
)
def test_what_is_lacking_waits_for_a_completion_and_does_not_stop_the_sending(changes, gone, field, code):
    problems = check(without(*gone, **changes), TERMS)
    assert ready_to_send(problems)
    assert not complete(problems)
    assert (field, code) in {(p.field, p.code) for p in problems if p.weight is Weight.COMPLETENESS}


@pytest.mark.parametrize(
    "identity", [{"rna": "W291000123"}, {"carrier": "Centre social", "carrier_email": "cs@example.org"}]
)
def test_an_rna_or_a_carrier_is_identity_enough_before_the_vote(identity):
    assert complete(check(without("siret") | identity, TERMS))
    assert complete(check(without(siret="12") | identity, TERMS))


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"requested": "2 300,01"}, "requested", "over_cap"),
        ({"what": "mot " * 500}, "what", "too_long"),
        ({"iban": "FR00"}, "iban", "iban_form"),
        ({"rna": "291"}, "rna", "rna_form"),
        ({"members": "une trentaine"}, "members", "number_unreadable"),
        ({"staff": "-2"}, "staff", "number_unreadable"),
        ({"themes": ["culture", "mer", "sante", "jeunesse"]}, "themes", "too_many_themes"),
        ({"product_1_amount": "1400"}, "product_1_amount", "budget_short"),
        ({"product_1_amount": "1600"}, "product_1_amount", "budget_over"),
        ({"charge_1_amount": "1800,50"}, "charge_1_amount", "amount_not_whole"),
    ],
)
def test_a_word_of_help_stops_nothing(changes, field, code):
    problems = check(WHOLE | changes, TERMS)
    assert (field, code) in {(p.field, p.code) for p in problems}
    assert complete(problems)


@pytest.mark.parametrize("asked", ["-5", "beaucoup", "1e9", "12,3456", "9" * 40])
def test_a_sum_nobody_can_read_is_asked_again(asked):
    assert not ready_to_send(check(WHOLE | {"requested": asked}, TERMS))


def test_nul_and_forced_direction_go_while_emoji_and_right_to_left_stay():
    assert clean("a\0b\r\nc\u202ed\x07\ud800") == "ab\ncd"
    assert clean("👩‍🌾 ברוכים الجيران \u200f c’h ñ") == "👩‍🌾 ברוכים الجيران \u200f c’h ñ"


def test_a_draft_keeps_text_that_is_too_long():
    long = "é" * 100_000
    answers, cut = keep({"title": "Ancien"}, {"what": long, "title": "t" * 500}, FIELDS)
    assert answers["what"] == long
    assert answers["title"] == "t" * 500
    assert cut == []


def test_a_text_beyond_any_file_keeps_its_beginning_and_is_told():
    answers, cut = keep({}, {"what": "a" * (LARGEST_TEXT + 1), "title": "court"}, FIELDS)
    assert cut == ["what"]
    assert len(answers["what"]) == LARGEST_TEXT
    assert answers["title"] == "court"


def test_unknown_answers_are_not_kept():
    assert keep({}, {"role": "admin", "state": "paid"}, FIELDS) == ({}, [])


@given(ANSWERS, ANSWERS)
def test_saving_never_loses_another_field_nor_grows_without_end(answers, changes):
    before, _ = keep({}, answers, FIELDS)
    after, _ = keep(before, changes, FIELDS)
    assert {key: value for key, value in before.items() if key not in changes}.items() <= after.items()
    assert sum(len(v) if isinstance(v, str) else sum(map(len, v)) for v in after.values()) <= LARGEST_DRAFT
    assert keep(after, after, FIELDS)[0] == after


@given(ANSWERS)
def test_any_draft_can_be_checked_and_read(answers):
    kept, _ = keep({}, answers, FIELDS)
    problems = check(kept, TERMS)
    file = parse(kept)
    assert {problem.field for problem in problems} <= {field.key for field in FIELDS}
    assert min(file.requested_cents, file.charges_cents, file.products_cents) >= 0
    if complete(problems):
        assert ready_to_send(problems)


@given(st.text())
def test_cleaning_twice_changes_nothing_more_and_leaves_text_a_database_can_hold(text):
    once = clean(text)
    assert clean(once) == once
    assert "\0" not in once
    once.encode()


def test_the_definition_is_whole():
    assert len({field.key for field in FIELDS}) == len(FIELDS)
    assert [f.key for screen in ENVIE.screens for f in screen.fields] == [f.key for f in FIELDS]
    assert sum(field.to_send or field.to_complete for field in FIELDS) <= 20
    private = {"iban", "contact_phone", "contact_email", "address", "contact_name", "cer_name", "carrier_email"}
    assert not [key for key in private if ENVIE.field(key).public]
    assert ENVIE.field("where").is_list
    assert ENVIE.field("iban").kind is Kind.IBAN
    assert text_of({"where": ["a", "b"]}, "where") == "a b"


def marks(answers):
    return {field.key: mark(answers.get(field.key, "")) for field in FIELDS}


@given(ANSWERS, ANSWERS, ANSWERS)
def test_two_editors_never_overwrite_each_other(start, ours, theirs):
    start, _ = keep({}, start, FIELDS)
    shown = marks(start)
    first = merge(start, start | theirs, shown, FIELDS)
    second = merge(first.answers, start | ours, shown, FIELDS)
    for field in FIELDS:
        key, before = field.key, mark(start.get(field.key, ""))
        stored = mark(second.answers.get(key, ""))
        wanted_first, wanted_second = (mark(keep(start, wish, FIELDS)[0].get(key, "")) for wish in (theirs, ours))
        if wanted_first != before:
            assert stored == wanted_first
        elif wanted_second != before:
            assert stored == wanted_second
        if wanted_first != before and wanted_second not in {before, wanted_first}:
            assert mark(second.clashes[key]) == wanted_second


def test_a_field_left_alone_does_not_bring_back_an_older_text():
    start = {"title": "Ancien", "themes": ["mer", "culture"]}
    shown = marks(start)
    merged = merge(
        {"title": "Nouveau", "themes": ["mer", "culture"]},
        {"title": "Ancien", "themes": ["culture", "mer"]},
        shown,
        FIELDS,
    )
    assert merged.answers == {"title": "Nouveau", "themes": ["mer", "culture"]}
    assert (merged.changed, merged.clashes) == ((), {})


def test_both_texts_of_a_clash_are_given_back():
    shown = marks({"title": "A"})
    merged = merge({"title": "B"}, {"title": "C"}, shown, FIELDS)
    assert merged.answers["title"] == "B"
    assert merged.clashes == {"title": "C"}
    knowing = merge({"title": "B"}, {"title": "C"}, marks({"title": "B"}), FIELDS)
    assert knowing.answers["title"] == "C"
