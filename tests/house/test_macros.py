"""The macros tie every label, hint and error to its field, and let no value out of its quotes."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from flask import render_template_string, request
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

if TYPE_CHECKING:
    from flask import Flask

HOSTILE = "\"><script>alert('é')</script>"

EVERY_FIELD = """
{% import "_macros/fields.html" as f %}{% import "_macros/rows.html" as rows %}{% import "_macros/errors.html" as e %}
{{ e.summary([("title", "Titre"), ("themes", "Thèmes"), ("cer", "Engagement"), ("need_1_text", "Besoin")]) }}
{{ f.text("title", "Titre", value, error=value, hint=value, warning=value, required=true) }}
{{ f.number("members", "Membres", value) }}{{ f.money("requested", "Somme", value, error="Trop") }}
{{ f.date("day", "Jour", value) }}{{ f.textarea("what", "Projet", value, limit=600, error="Long", hint="Court") }}
{{ f.select("place", "Quartier", [("a", value), ("b", "Bellevue")], "b", empty="Choisir") }}
{{ f.checkboxes("themes", "Thèmes", [("a", "Mer"), ("b", value)], ["b"], error="Trois au plus", hint="Trois") }}
{{ f.radios("first", "Première fois", [("yes", "Oui"), ("no", "Non")], "yes") }}
{{ f.checkbox("cer", value, true, error="À signer") }}
{{ rows.wish("need_1", 1, [("room", "Une salle")], "room", value, error="Trop long") }}
{{ rows.budget("charge_1", 1, value, value, error="Un nombre") }}
"""


class Ties(HTMLParser):
    """Notes the ids of a page and what points to them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed: list[str] = []
        self.labelled: list[str] = []
        self.fields: list[str] = []
        self.tags: list[str] = []
        self.chosen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.pointed += given.get("aria-describedby", "").split() + given.get("aria-labelledby", "").split()
        self.pointed += [given["href"][1:]] if given.get("href", "").startswith("#") else []
        self.labelled += [given["for"]] if tag == "label" else []
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given["id"])
        if "checked" in given or "selected" in given:
            self.chosen.append(given["value"])


def _read(app: Flask, source: str, **values: object) -> Ties:
    ties = Ties()
    with app.test_request_context():
        ties.feed(render_template_string(source, **values))
    return ties


@pytest.fixture
def ties(application: Flask) -> Ties:
    """Return every macro, drawn with a hostile value everywhere."""
    return _read(application, EVERY_FIELD, value=HOSTILE)


def test_every_field_has_one_label(ties: Ties) -> None:
    assert sorted(ties.labelled) == sorted(ties.fields)


def test_no_id_is_given_twice(ties: Ties) -> None:
    assert len(ties.ids) == len(set(ties.ids))


def test_hints_errors_and_links_lead_somewhere(ties: Ties) -> None:
    assert set(ties.pointed) - set(ties.ids) == set()


def test_an_error_belongs_to_its_field(ties: Ties) -> None:
    expected = {"title-hint", "title-warning", "title-error", "themes-hint", "themes-error", "cer-error"}
    assert expected <= set(ties.pointed)


def test_a_hostile_value_stays_a_text(ties: Ties) -> None:
    assert "script" not in ties.tags


def test_what_was_chosen_is_still_chosen(ties: Ties) -> None:
    assert ties.chosen == ["b", "b", "yes", "yes", "room"]


PLACES: list[Any] = ["Bellevue", "Rive droite"]
THEMES: list[Any] = ["Mer", "Culture"]
ANSWERS: list[Any] = ["Oui", "Non"]


class EveryKind(Form):
    """One field of each kind that the pages use."""

    name = StringField("Nom", validators=[InputRequired()])
    email = EmailField("Adresse électronique")
    story = TextAreaField("Récit")
    members = IntegerField("Membres")
    day = DateField("Jour")
    place = SelectField("Quartier", choices=PLACES)
    themes = SelectMultipleField("Thèmes", choices=THEMES)
    first = RadioField("Première fois", choices=ANSWERS)
    agreed = BooleanField("D’accord")


WTFORMS = """
{% import "_macros/forms.html" as forms %}{% import "_macros/errors.html" as errors %}{{ errors.form_summary(form) }}
{% for f in form if f.widget.input_type != "hidden" %}{{ forms.field(f, hint="Un mot d’aide") }}{% endfor %}
"""


def test_a_wtforms_form_is_drawn_by_the_same_macros(application: Flask) -> None:
    data = {"place": "Rive droite", "themes": ["Mer"], "first": "Non", "agreed": "y", "members": "beaucoup"}
    with application.test_request_context(method="POST", data=data):
        form = EveryKind(request.form)
        assert not form.validate()
        drawn = Ties()
        drawn.feed(render_template_string(WTFORMS, form=form))
    assert sorted(drawn.labelled) == sorted(drawn.fields)
    assert set(drawn.pointed) - set(drawn.ids) == set()
    assert {"name-error", "members-error"} <= set(drawn.pointed)
    assert drawn.chosen == ["Rive droite", "Mer", "Non", "y"]
