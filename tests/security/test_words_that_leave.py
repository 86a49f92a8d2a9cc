"""Others' words on their way out: into the archive of a year, into somebody's own tables, into the books, and back."""

from __future__ import annotations

import pytest
from flask import Flask
from markupsafe import Markup

from grants.accounts.views.sign_in import safe_next
from grants.budget.books.verify import cell
from grants.privacy.taking import _safe
from grants.years.archive.words import file_name, finished, plain_data, prose, readable

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_ours_wakes_a_formula(sign):
    assert _safe(f"{sign}1") == cell(f"{sign}1") == f"'{sign}1"
    assert _safe(f"1{sign}") == cell(f"1{sign}") == f"1{sign}"


def test_what_is_no_text_is_written_as_it_is():
    assert [cell(value) for value in (None, "", -5, True, {"b": "é", "a": None})] == [
        "", "", "-5", "true", '{"a": null, "b": "é"}',
    ]  # fmt: skip
    assert _safe("") == ""


@pytest.mark.parametrize("inside", ["/", "/projets/four?q=1&r=2#x", "/a//b"])
def test_one_is_led_back_to_a_page_of_this_site(inside):
    assert safe_next(inside) == inside


@pytest.mark.parametrize(
    "outside", [None, "", "//a.example", "/\\a.example", "https://a.example", "a", "/\t/a.example", "/\n/a.example"]
)
def test_one_is_led_nowhere_else(outside):
    with Flask("sample").test_request_context("/x", base_url="https://town.example/envie"):
        assert safe_next(outside) == "/envie/mon-espace"


def test_the_archive_keeps_the_words_and_no_way_to_reach_anybody():
    assert readable("Été\u00a0:\u202f un\n\tdeux\x00\u202e") == "Été\u00a0:\u202f un\n\tdeux"
    assert readable("Voir ana@example.org") == finished("Voir ana@example.org") == "Voir […]"
    assert finished(Markup("ana@example.org")) == "ana@example.org", "what was made ready is left as it is"
    assert finished(7) == 7


def test_a_story_in_the_archive_has_no_link_and_says_where_it_led():
    assert prose("[là](https://a.example/x) et [https://b.example](https://b.example)\nfin") == (
        "<p>là (https://a.example/x) et https://b.example<br/>\nfin</p>\n"
    )
    assert prose("[écrire](mailto:nous)") == "<p>écrire (nous)</p>\n"
    assert prose("[un\ndeux](https://a.example)") == "<p>un<br/>\ndeux (https://a.example)</p>\n"
    assert prose("<b>") == "<p>&lt;b&gt;</p>\n"


@pytest.mark.parametrize("reserved", ["con", "prn", "aux", "nul", "com1", "lpt9", "com0"])
def test_a_page_has_a_name_that_every_machine_admits(reserved):
    assert file_name(reserved) == f"{reserved}-.html"
    assert file_name(f"{reserved}-x") == f"{reserved}-x.html"


def test_data_in_the_archive_keep_their_numbers_and_addresses_alone():
    kept = dict.fromkeys(("siret", "rna", "url", "slug", "public_since", "updated_at", "voted_on"), "0612345678")
    assert plain_data(kept) == kept
    told = {"text": "0612345678", "list": [{"deep": "ana@example.org"}, 7, None], "siret": "0612345678"}
    assert plain_data(told) == {"text": "[…]", "list": [{"deep": "[…]"}, 7, None], "siret": "0612345678"}
