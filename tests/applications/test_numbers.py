"""SIRET, RNA and IBAN: a helpful word while one types and on every button, and each number in its own place."""

from __future__ import annotations

import pytest

from grants.applications.forms.problems import WORDS
from grants.domain.file.identity import look
from tests.domain.test_identity import IBAN, RNA, SIRET
from tests.domain.test_identity import test_each_slip_has_its_own_word as slips


def test_every_slip_has_a_sentence_that_its_figures_fill(app):
    with app.test_request_context():
        for mark in slips.pytestmark:
            for key, typed, code in mark.args[1]:
                if code:
                    assert "%(" not in str(WORDS[code]) % look(key, typed)[1]


def test_a_number_is_checked_on_the_next_button_without_script(writer):
    writer.fill({"association": {"siret": "732829320"}})
    page = writer.client.get(f"{writer.home}/association").text
    assert "C’est le SIREN (9 chiffres)" in page
    assert 'aria-describedby="siret-hint siret-warning"' in page


def test_swapped_numbers_are_put_right_by_one_button(writer, post_form, stored):
    writer.fill({"association": {"name": "Les Voisins"}})
    page = f"{writer.home}/association"
    assert 'data-misplaced="numeros" hidden' in writer.client.get(page).text
    typed = {"name": "Les Voisins", "siret": RNA, "rna": SIRET}
    answer = post_form(writer.client, page, typed, f"{writer.home}/numeros?ecran=association")
    assert answer.location.endswith("/association")
    answers = stored(writer).answers
    assert (answers["siret"], answers["rna"], answers["name"]) == (SIRET, RNA, "Les Voisins")


def test_the_button_is_offered_when_a_number_stands_elsewhere_than_in_its_place(writer):
    writer.fill({"association": {"siret": IBAN}})
    assert 'data-misplaced="numeros">' in writer.client.get(f"{writer.home}/association").text
    assert writer.client.get(f"{writer.home}/numeros").json == {"misplaced": True}
    writer.fill({"association": {"siret": SIRET}})
    assert writer.client.get(f"{writer.home}/numeros").json == {"misplaced": False}


@pytest.mark.parametrize("address", ["numeros", "numeros?ecran=nulle-part"])
def test_nobody_else_reaches_the_numbers_of_a_file(writer, signed_in, address, client):
    assert client.get(f"{writer.home}/{address}").status_code == 302
    assert signed_in("other@example.org").get(f"{writer.home}/{address}").status_code == 404
