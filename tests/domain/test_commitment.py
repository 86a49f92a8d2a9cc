"""The republican commitment: signed here, unless the association's standing contains it."""

from __future__ import annotations

import pytest

from grants.domain.file import Terms, Weight, check
from tests.envie import FIELDS

TERMS = Terms(230_000, frozenset(), frozenset(), FIELDS)


def missing(answers):
    return {
        each.field for each in check(answers, TERMS) if each.code == "missing" and each.weight is Weight.COMPLETENESS
    } & {"cer_signed", "cer_name", "cer_role", "cer_met_detail"}


@pytest.mark.parametrize("answers", [{}, {"cer_met": "none"}, {"cer_met": "something else"}])
def test_who_has_not_met_it_signs_by_name_and_role(answers):
    assert missing(answers) == {"cer_signed", "cer_name", "cer_role"}


def test_public_utility_contains_it():
    assert missing({"cer_met": "public_utility"}) == set()


def test_an_approval_contains_it_and_says_which():
    assert missing({"cer_met": "approval"}) == {"cer_met_detail"}
    assert missing({"cer_met": "approval", "cer_met_detail": "Jeunesse et éducation populaire"}) == set()
