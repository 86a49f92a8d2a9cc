"""The report as plain rules: its money beside the budget's, what is left of a grant, when it is asked for again."""

from datetime import date, timedelta

import pytest

from grants.domain.accounts import CHARGES, PRODUCTS, account_of, by_account
from grants.domain.file import Weight, parse
from grants.domain.report import check_report, link_of, read_report, reminder_due

FILE = parse(
    {
        "charge_1_label": "Bois", "charge_1_amount": "300", "charge_3_label": "Affiches", "charge_3_amount": "100",
        "product_1_label": "Aide de la ville", "product_1_amount": "400",
    }
)  # fmt: skip


def test_the_money_stands_on_the_lines_of_the_application():
    story = read_report({"charge_1_amount": "250,50", "charge_2_amount": "100", "charge_3_label": "Vis"}, FILE)
    lines = [(line.label, line.planned_cents, line.real_cents) for line in story.charges]
    assert lines == [("Bois", 30_000, 25_050), ("Affiches", 10_000, 10_000), ("Vis", None, None)]
    assert [line.difference_cents for line in story.charges] == [-4_950, 0, 0]
    assert (story.planned_charges_cents, story.charges_cents) == (40_000, 35_050)


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({}, 0),
        ({"charge_1_amount": "400", "product_1_amount": "400"}, 0),
        ({"charge_1_amount": "350", "product_1_amount": "400"}, 5_000),
        ({"charge_1_amount": "350"}, 5_000),
        ({"charge_1_amount": "0"}, 40_000),
        ({"charge_1_amount": "100", "product_1_amount": "9000"}, 40_000),
        ({"charge_1_amount": "900", "product_1_amount": "400"}, 0),
    ],
)
def test_what_is_left_of_a_grant_is_never_more_than_the_grant(answers, left):
    assert read_report(answers, FILE).unspent_cents(40_000) == left


def test_only_what_happened_and_the_money_are_essential():
    def essential(answers):
        return {each.field for each in check_report(answers, FILE) if each.weight is Weight.ESSENTIAL}

    assert essential({}) == {"happened", "charge_1_amount"}
    assert essential({"happened": "Un four.", "charge_1_amount": "0"}) == set()
    odd = {"people": "beaucoup", "charge_2_amount": "cher", "gift_1_link": "chez nous", "sign_date": "hier"}
    codes = {each.field: each.code for each in check_report(odd, FILE) if each.weight is Weight.WARNING}
    assert codes.keys() == odd.keys()


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://example.org/four", "https://example.org/four"),
        ("www.example.org", "https://www.example.org"),
        ("javascript:alert(1)", ""),
        ("https://example.org/<script>", ""),
        ("data:text/html,x", ""),
        ("chez nous", ""),
        ("https://", ""),
    ],
)
def test_only_web_addresses_are_followed(typed, link):
    assert link_of(typed) == link


def test_each_reminder_has_its_time_and_none_comes_years_later():
    due = date(2028, 6, 30)
    days = [date(2028, 4, 29), date(2028, 4, 30), date(2028, 6, 15), date(2028, 6, 16), date(2028, 6, 29), due]
    assert [reminder_due(due, day) for day in days] == [
        "", "two_months", "two_months", "two_weeks", "two_weeks", "the_day",
    ]  # fmt: skip
    assert reminder_due(due, date(2028, 7, 29)) == "the_day"
    assert reminder_due(due, date(2028, 7, 30)) == "month_after"
    assert reminder_due(due, date(2028, 8, 30)) == ""
    met = [reminder_due(due, due + timedelta(days=number)) for number in range(-90, 90)]
    assert list(dict.fromkeys(met)) == ["", "two_months", "two_weeks", "the_day", "month_after"]


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Bois et vis", "60"), ("Location d’un barnum", "61"), ("Assurance", "61"), ("Cachet de l’artiste", "62"),
        ("L’impression des affiches", "62"), ("Salaire de l’animatrice", "64"), ("Divers", "65"), ("", "65"),
    ],
)  # fmt: skip
def test_a_charge_finds_its_account(label, number):
    assert account_of(CHARGES, label).number == number


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Aide de la ville demandée", "74"),
        ("Buvette", "70"),
        ("Adhésions", "75"),
        ("Nos économies", "75"),
        ("CAF", "74"),
    ],
)
def test_a_product_finds_its_account(label, number):
    assert account_of(PRODUCTS, label).number == number


def test_every_line_stands_under_one_account():
    labels = ["Bois", "Affiches", "Peinture", "Divers"]
    found = by_account(CHARGES, labels, str)
    assert [(each.account.number, each.lines) for each in found] == [
        ("60", ("Bois", "Peinture")), ("62", ("Affiches",)), ("65", ("Divers",)),
    ]  # fmt: skip
