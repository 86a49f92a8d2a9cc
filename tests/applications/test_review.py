"""The review before sending: what it shows as public is the public page, and what it calls unpublished never is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
import tinyhtml5

from grants.domain.file import Kind
from tests.applications.conftest import WHOLE
from tests.envie import ENVIE, FIELDS
from tests.samples import files

pytestmark = pytest.mark.one_database

VOID = {"br", "hr", "img", "input", "link", "meta", "rect"}


class Part(HTMLParser):
    """Collects the text inside the element that bears an id, or of the first of a tag."""

    def __init__(self, tag, mark):
        super().__init__()
        self.tag, self.mark, self.depth, self.text = tag, mark, 0, []

    def handle_starttag(self, tag, attrs):
        if self.depth and tag not in VOID:
            self.depth += 1
        elif not self.text and tag == self.tag and (not self.mark or ("id", self.mark) in attrs):
            self.depth = 1

    def handle_endtag(self, tag):
        if self.depth and tag not in VOID:
            self.depth -= 1

    def handle_data(self, data):
        if self.depth:
            self.text.append(data)


def text_of(html, tag, mark=""):
    part = Part(tag, mark)
    part.feed(html)
    return " ".join(" ".join(part.text).split())


ADDED = {"argent", "nouvelles", "donne", "paroles-titre", "page"}
"""Parts of a project's page that only its publication adds, by the heading that names them."""


def story_of(html):
    """Return the words of a project's page that its own people wrote: what publication adds is left out."""
    article = tinyhtml5.parse(html, namespace_html_elements=False).find(".//article")
    for parent in list(article.iter()):
        for part in list(parent):
            classes = set(part.attrib.get("class", "").split())
            answer = part.tag == "p" and "no-print" in classes
            added = part.tag == "nav" or part.attrib.get("aria-labelledby") in ADDED
            if answer or added or classes & {"glance", "where"}:
                parent.remove(part)
    return " ".join(" ".join(article.itertext()).split())


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_preview_is_the_public_page_word_for_word(writer, stored, language):
    writer.fill()
    writer.write("ensemble", {"commons": "Une *notice* et des plans\n\n* un banc\n* deux bancs"})
    preview = text_of(writer.client.get(f"{language}{writer.home}/relire").text, "article", "page-publique")
    writer.send()
    assert preview == story_of(writer.client.get(f"{language}/projets/{stored(writer).project.slug}").text)
    assert "Les Voisins d’à côté" in preview


def test_a_carried_group_is_previewed_under_both_names(writer, stored):
    writer.fill()
    carried = {"siret": "", "rna": "", "carrier": "La Maison pour tous", "carrier_email": "maison@example.org"}
    writer.write("association", carried)
    preview = text_of(writer.client.get(f"{writer.home}/relire").text, "article", "page-publique")
    assert "Les Voisins d’à côté, avec La Maison pour tous" in preview
    writer.send()
    assert preview == story_of(writer.client.get(f"/projets/{stored(writer).project.slug}").text)


def marked_answers():
    """Give each free text a word of its own, and each choice an answer."""
    answers = {}
    for field in FIELDS:
        if field.kind in {Kind.LINE, Kind.TEXT, Kind.PHONE}:
            answers[field.key] = f"Mot{field.key.replace('_', '').capitalize()}"
        elif field.kind is Kind.WISH_KIND:
            answers[field.key] = "room"
        elif field.kind in files.CHOICES:
            answers[field.key] = files.CHOICES[field.kind][0]
    return answers | {"where": ["bellevue"], "themes": ["culture"], "carrier_email": "porteur@example.org"}


def test_each_answer_is_said_public_or_never_both_nor_neither(writer):
    answers = marked_answers()
    for screen in ENVIE.screens:
        writer.write(screen.key, {f.key: answers[f.key] for f in screen.fields if f.key in answers})
    review = writer.client.get(f"{writer.home}/relire").text
    public, never = text_of(review, "article", "page-publique"), text_of(review, "div", "jamais-publie")
    free = {key: text for key, text in answers.items() if isinstance(text, str) and text.startswith("Mot")}
    for key, word in free.items():
        assert (word in public) is not (word in never), key
    for private in ("732 829 320 00074", "W291000123", "porteur@example.org", "ana@example.org", "FR14"):
        assert private in never.replace("\u00a0", " "), private
        assert private not in public


def test_what_the_page_will_never_say_is_not_on_the_page(writer, stored):
    writer.fill()
    never = text_of(writer.client.get(f"{writer.home}/relire").text, "div", "jamais-publie")
    writer.send()
    page = writer.client.get(f"/projets/{stored(writer).project.slug}").text
    for secret in ("3 rue Secrète", "06 12 34 56 78", "ana@example.org", "présidente"):
        assert secret in never
        assert secret not in page


def test_the_button_says_what_follows(writer):
    writer.fill()
    review = writer.client.get(f"{writer.home}/relire").text
    assert "accusé de réception avec un numéro" in review
    assert "devient publique dès que le dossier est complet" in review
    writer.write("ensemble", {key: "" for key in WHOLE["ensemble"] if key == "cer_name"})
    assert "nous vous dirons ce qui manque" in writer.client.get(f"{writer.home}/relire").text
