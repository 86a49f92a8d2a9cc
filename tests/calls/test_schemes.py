"""A kind of call is a file: what it says is asked, and what is wrong in it stops the start in one sentence."""

from __future__ import annotations

import re

import pytest

from grants.app import create_app
from grants.calls import schemes
from grants.calls.queries import call_of_year, calls_of_year, last_call, newest_call, year_on_show
from grants.db import db
from grants.domain.file import HOUSE
from grants.domain.file.fields import NEVER_PUBLIC
from grants.domain.scheme import MOST_REQUIRED, MOST_SCREENS
from grants.settings import ROOT, SettingsError, load_settings
from tests.envie import change
from tests.town import make_call

SHIPPED = ["communs", "envie-de-faire"]


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_call_is_short_whole_and_keeps_private_what_must_be(key):
    kind = schemes.scheme(key)
    assert len(kind.screens) + 1 <= MOST_SCREENS + 1 <= 5
    assert sum(field.required for field in kind.fields) <= MOST_REQUIRED == 20
    assert not [field.key for field in kind.fields if field.public and field.key in NEVER_PUBLIC]
    assert [field for field in kind.fields if field.label.fr and not field.label.en] == []
    assert kind.introduction.fr
    assert kind.introduction.en


def test_the_example_of_the_guide_is_a_whole_call_that_starts(schemes_folder, tmp_path):
    example = (ROOT / "docs" / "schemes.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (schemes_folder / "fetes.toml").write_text(example, encoding="utf-8")
    create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path)}))
    kind = schemes.scheme("fetes")
    assert [option for option, _ in kind.field("shelter").options] == ["hall", "later"]
    assert kind.wishes == ("requested", "in_kind")


def test_the_shipped_calls_are_all_tested():
    assert [each.key for each in schemes.schemes()] == SHIPPED


def test_the_call_for_commons_asks_for_an_open_licence_and_its_community():
    kind = schemes.scheme("communs")
    assert "none" not in kind.licences
    assert kind.wishes == ("technical", "human", "requested")
    asked = {field.key for field in kind.fields if field.required}
    assert {"open_licence", "community", "decisions", "documentation", "existing"} <= asked
    assert {field.key for field in kind.own_public} >= {"source", "open_licence", "community"}
    assert not {field.key for field in kind.own_public} & set(HOUSE)


FAULTS = [
    ('key = "hook"', 'key = "title"', "the question 'title' comes twice"),
    ('{ key = "hook", limit', '{ key = "hook", kind = "melody", limit', "the question 'hook' is of kind 'melody'"),
    ('{ key = "hook", limit', '{ key = "hook", kind = "text", limit', "the question 'hook' is of kind 'line' and no"),
    ('{ key = "hook", limit', '{ key = "hook", limits', "'limits' is not known in the question 'hook'"),
    ('{ key = "hook", limit = 200', '{ key = "hook", limit = "200"', "'limit' of the question 'hook' is '200'"),
    ('{ key = "hook", limit', '{ key = "motto", limit', "the question 'motto' has no label"),
    ('{ key = "hook", limit', '{ key = "Motto", label = "a", label_en = "b", limit', "'Motto' cannot name a question"),
    ('{ key = "hook", limit', '{ key = "hook", label = "Devise", limit', "has 'label' without 'label_en'"),
    ('{ key = "hook", limit', '{ key = "hook", page = 3, limit', "the question 'hook' stands on page 3"),
    ('{ key = "iban", page = 1 }', '{ key = "iban", page = 1, public = true }', "'iban' can never be public"),
    ('{ key = "hook"', '{ key = "motto", label = "a", label_en = "b", kind = "choice"', "without options"),
    ('key = "cer_signed"', 'key = "carrier_signed"', "the question 'cer_signed' is missing"),
    ('help = ["money", "in_kind"]', 'help = ["in_kind"]', "help offers no money, so 'requested' cannot be asked"),
    ('help = ["money", "in_kind"]', 'help = ["money", "human"]', "help offers 'human' but the question 'human'"),
    ('help = ["money", "in_kind"]', "help = []", "help: choose at least one among money, in_kind"),
    ('"CC BY 4.0", "none"', '"CC BY 4.0", "all"', "licences: choose among"),
    ('block = "needs"', 'block = "dreams"', "asks for the block 'dreams', where charges, products"),
    ('key = "ensemble"', 'key = "envie"', "the screen 'envie' comes twice"),
    ('title_en = "Together"\n', "", "the screen 'ensemble' has 'title' without 'title_en'"),
    ("[[screens]]", "[screens]", "envie-de-faire.toml"),
    ('name = "Appel', 'mark = "c1"\nname = "Appel', "mark is 'c1'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_wrong_file_stops_the_start_with_one_sentence_naming_file_and_fault(schemes_folder, tmp_path, old, new, said):
    change(schemes_folder, "envie-de-faire", old, new)
    with pytest.raises(SettingsError, match=re.escape(said)) as caught:
        create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path)}))
    sentence = str(caught.value)
    assert sentence.startswith("config/schemes/envie-de-faire.toml: ")
    assert "\n" not in sentence.strip()


def test_two_calls_cannot_number_their_files_alike(schemes_folder, tmp_path):
    change(schemes_folder, "communs", 'mark = "C"\n', "")
    with pytest.raises(SettingsError, match=r"communs\.toml: mark is '', which already numbers the main call"):
        create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path)}))


@pytest.mark.usefixtures("context")
def test_the_main_call_comes_before_those_beside_it_whatever_came_first():
    beside = make_call(2026, scheme="communs")
    main = make_call(2026)
    later = make_call(2027, scheme="communs")
    assert call_of_year(2026) is main
    assert calls_of_year(2026) == [main, beside]
    assert call_of_year(2027) is later
    assert (last_call(), newest_call(), newest_call("communs"), year_on_show()) == (main, main, later, 2026)


def test_staff_open_a_call_for_commons_beside_the_years_call(app, signed_in, post_form):
    with app.app_context():
        make_call(2026)
        db.session.commit()
    staff = signed_in("agent@ville.example", "staff")
    assert "/gestion/appels/nouveau?appel=communs" in staff.get("/gestion/appels/").text
    page = staff.get("/gestion/appels/nouveau?appel=communs")
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    introduction = re.search(r'<textarea id="introduction"[^>]*>([^<]*)', page.text)[1]
    assert fields["title"] == "Appel à communs 2026"
    assert "licence ouverte" in introduction
    data = fields | {"introduction": introduction}
    answer = post_form(staff, "/gestion/appels/nouveau?appel=communs", data)
    assert answer.location == "/appels/2026/communs"
    assert "Appel à communs 2026" in staff.get(answer.location).text
    assert staff.get("/appels/2026").text.count("Appel à communs 2026") == 1
    assert staff.get("/appels/2026/envie-de-faire").location == "/appels/2026"
    assert staff.get("/appels/2026/nothing").status_code == 404
    assert staff.get("/gestion/appels/nouveau?appel=nothing").status_code == 404
    again = post_form(staff, "/gestion/appels/nouveau?appel=communs", data)
    assert "Un appel existe déjà" in again.text
    changed = post_form(staff, "/gestion/appels/2026/communs", data | {"title": "Communs d’ici"})
    assert changed.location == "/appels/2026/communs"
