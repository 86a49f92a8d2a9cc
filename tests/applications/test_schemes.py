"""The same form for any call: its description alone says what is asked, checked, printed and published."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from grants.calls import schemes
from grants.db import db
from tests.applications.conftest import WHOLE, Writer
from tests.applications.page import fields_of
from tests.envie import change
from tests.town import make_call

pytestmark = pytest.mark.one_database

COMMONS = {
    "collectif": {
        "name": "Les Cartographes du dimanche",
        "contact_name": "Nolwenn Riou",
        "contact_email": "ana@example.org",
        "neighbourhood": "centre",
    },
    "commun": {
        "title": "La carte des fontaines",
        "hook": "Où boire à Port-Léon, dessiné par celles et ceux qui marchent",
        "nature": ["data", "method"],
        "what": "Nous relevons les fontaines avec les écoles et publions la carte.",
        "existing": "Trente fontaines déjà relevées.",
        "source": "cartes.example/fontaines",
        "open_licence": "odbl",
        "documentation": "Un guide de relevé en quatre pages.",
        "themes": ["numerique"],
    },
    "communaute": {
        "community": "Douze marcheuses et deux classes.",
        "decisions": "Une réunion par mois, à l’unanimité.",
        "joining": "Venez le premier dimanche du mois.",
        "need_1_kind": "skill",
        "need_1_text": "Quelqu’un qui relise en anglais",
    },
    "aide": {
        "technical": "Un hébergement pour la carte",
        "cer_signed": "yes",
        "cer_name": "Nolwenn Riou",
        "cer_role": "référente",
        "licence": "CC BY-SA 4.0",
        "consent": "yes",
    },
}


def pdf_text(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def prepare(app, key):
    """Open a call of that kind today, beside the main one."""
    today = date.today()  # noqa: DTZ011 - a day of the machine is near enough
    days = {"opens_on": -30, "closes_on": 30, "complete_by": 50}
    with app.app_context():
        make_call(scheme=key, title=key, **{name: today + timedelta(days=number) for name, number in days.items()})
        db.session.commit()


@pytest.fixture
def cartographer(app, call, signed_in):
    """Return somebody with a file begun in a call for commons."""
    del call
    prepare(app, "communs")
    return Writer(signed_in()).start("2026/communs")


def test_a_file_for_commons_goes_from_proposing_to_its_public_page(cartographer, stored, app):
    answer = cartographer.fill(COMMONS).send()
    assert answer.status_code == 302, answer.text
    file = stored(cartographer)
    assert (file.state, file.number, file.requested_cents) == ("receivable", "2026-C-0001", 0)
    page = app.test_client().get(f"/projets/{file.project.slug}").text
    for words in ("Douze marcheuses", "ODbL ou Licence Ouverte", "Des données, Une méthode", "Un hébergement pour"):
        assert words in page
    assert 'href="https://cartes.example/fontaines"' in page
    assert "/appels/2026/communs" in page
    english = app.test_client().get(f"/en/projets/{file.project.slug}").text
    assert "How decisions are taken" in english
    assert "ODbL or Licence Ouverte: data" in english
    pages = cartographer.client.get(f"{cartographer.home}/deux-pages.pdf").data
    assert len(PdfReader(BytesIO(pages)).pages) == 2
    for words in ("Comment les décisions sont prises", "Une réunion par mois", "Appel à communs", "Aide technique"):
        assert words in pdf_text(pages)
    letter = pdf_text(cartographer.client.get(f"{cartographer.home}/accuse-de-reception.pdf").data)
    assert "Un hébergement pour la carte" in letter
    assert "Un hébergement pour la carte" in cartographer.client.get(cartographer.home).text


def test_files_of_two_calls_of_a_year_are_numbered_apart(cartographer, stored):
    cartographer.fill(COMMONS).send()
    neighbour = cartographer.again().start().fill(WHOLE)
    neighbour.send()
    assert [stored(each).number for each in (cartographer, neighbour)] == ["2026-C-0001", "2026-0001"]
    space = cartographer.client.get("/mon-espace").text
    assert "/appels/2026/proposer" in space
    assert "/appels/2026/communs/proposer" in space


def test_commons_need_one_help_and_an_identity_only_for_money(cartographer):
    cartographer.fill({**COMMONS, "aide": COMMONS["aide"] | {"technical": ""}})
    review = cartographer.client.get(f"{cartographer.home}/relire").text
    assert "Demandez au moins une aide" in review
    assert "Indiquez un SIRET" not in review
    cartographer.write("aide", {"requested": "800"})
    review = cartographer.client.get(f"{cartographer.home}/relire").text
    assert "Demandez au moins une aide" not in review
    assert "Indiquez un SIRET" in review


def test_what_a_call_does_not_ask_is_not_kept(cartographer, stored):
    cartographer.write("aide", {"volunteers_value": "100", "licence": "none"})
    assert "volunteers_value" not in stored(cartographer).answers
    assert "Ce choix n’existe pas" in cartographer.open("aide").text


def test_a_screen_of_another_call_does_not_exist(cartographer, writer):
    assert cartographer.client.get(f"{cartographer.home}/envie").status_code == 404
    assert writer.client.get(f"{writer.home}/commun").status_code == 404


def test_a_question_added_to_a_file_is_asked_kept_checked_printed_and_published(schemes_folder, writer, stored, app):
    change(
        schemes_folder,
        "envie-de-faire",
        '  { key = "for_whom"',
        '  { key = "weather", kind = "choice", to_complete = true, public = true, label = "S’il pleut",'
        ' label_en = "If it rains", hint = "Un toit ?", hint_en = "A roof?", options = ['
        ' { key = "roof", label = "Sous le préau", label_en = "Under the roof" },'
        ' { key = "later", label = "Une autre fois", label_en = "Another time" } ] },\n'
        '  { key = "song", kind = "text", limit = 60, public = true, label = "La chanson", label_en = "The song" },\n'
        '  { key = "for_whom"',
    )
    screen = writer.open("envie").text
    assert "S’il pleut" in screen
    assert "Sous le préau" in screen
    assert "If it rains" in writer.client.get("/en/appels/2026/questions").text
    writer.fill()
    assert "/envie?verifier=1#weather" in writer.client.get(f"{writer.home}/relire").text
    writer.write("envie", {"weather": "roof", "song": "Tri martolod"})
    assert fields_of(writer.open("envie").text)["weather"] == ["roof"]
    assert "Tri martolod" in writer.client.get(f"{writer.home}/relire").text
    assert "Tri martolod" in pdf_text(writer.client.get(f"{writer.home}/deux-pages.pdf").data)
    writer.send()
    file = stored(writer)
    assert file.state == "receivable"
    assert file.answers["weather"] == "roof"
    page = app.test_client().get(f"/projets/{file.project.slug}").text
    assert "La chanson" in page
    assert "Sous le préau" in page
    assert "Under the roof" in app.test_client().get(f"/en/projets/{file.project.slug}").text


def test_without_money_nothing_about_money_is_asked(schemes_folder, app, call, signed_in, stored):
    del call
    text = (schemes_folder / "communs.toml").read_text(encoding="utf-8")
    start, end = (
        text.index('[[screens.groups]]\nblock = "charges"'),
        text.index('[[screens.groups]]\nblock = "commitment"'),
    )
    plain = (text[:start] + text[end:]).replace('"human", "money"]', '"human"]')
    plain = plain.replace('  { key = "requested", label = "Aide financière", label_en = "Money" },\n', "")
    (schemes_folder / "communs.toml").write_text(plain, encoding="utf-8")
    schemes.scheme.cache_clear()
    prepare(app, "communs")
    writer = Writer(signed_in()).start("2026/communs").fill(COMMONS)
    assert writer.send().status_code == 302
    assert stored(writer).state == "receivable"
    questions = app.test_client().get("/appels/2026/communs/questions").text
    for words in ("IBAN de l’association", "Les dépenses", "Aide financière"):
        assert words not in questions


@pytest.mark.parametrize("address", ["2026", "2026/communs"])
def test_all_questions_are_read_without_signing_in(cartographer, app, address):
    del cartographer
    reader = app.test_client()
    page = reader.get(f"/appels/{address}/questions")
    kind = schemes.scheme("communs" if "communs" in address else "envie-de-faire")
    for field in kind.fields:
        assert field.label.fr in page.text
    assert page.text.count("(obligatoire)") == sum(field.required for field in kind.fields)
    assert "1\u00a0100 signes au plus" in page.text or "1100 signes au plus" in page.text or "communs" in address
    assert "/questions" in reader.get(f"/appels/{address}/proposer").text
    assert not reader._cookies  # noqa: SLF001 - no cookie for readers
