"""The French of the sources is written as French is, and the English catalogue says all of it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from tests.house.source import GRANTS, HOUSE

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = GRANTS / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
ORDINARY_SPACE_BEFORE_MARK = re.compile(r"« | »| [:;?!](?=\s|$)")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return what the translators would be given today."""
    template = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    extract(HOUSE, template)
    with template.open("rb") as file:
        return read_po(file)


def extract(folder: Path, template: Path) -> None:
    """Run the command the translators run (CONTRIBUTING)."""
    words = ["pybabel", "--quiet", "extract", "--keyword", "lazy_gettext", "--keyword", "_l", "--ignore-dirs", ".*"]
    CommandLineInterface().run(
        [*words, "--mapping", str(HOUSE / "pyproject.toml"), "--output", str(template), str(folder)]
    )


def said(message: object) -> tuple[str, ...]:
    """Return the forms of a message's id or of its translation."""
    return (message,) if isinstance(message, str) else tuple(message)  # type: ignore[arg-type]


def gaps(sources: Catalog, translated: Catalog) -> dict[str, str]:
    """Return what keeps a translation from being complete, by source text."""
    found = {}
    for message in sources:
        if not message.id:
            continue
        other = translated.get(message.id, message.context)
        first = said(message.id)[0]
        if other is None or not all(said(other.string)):
            found[first] = "missing"
        elif other.fuzzy:
            found[first] = "fuzzy"
        elif placeholders(message.id) != placeholders(other.string):
            found[first] = "other placeholders"
    return found


def placeholders(message: object) -> set[str]:
    return {a or b for form in said(message) for a, b in PLACEHOLDER.findall(form)}


def badly_spaced(text: str) -> list[str]:
    """Return the marks of French punctuation that an ordinary space would tear from their word."""
    return ORDINARY_SPACE_BEFORE_MARK.findall(text)


def test_the_english_catalogue_is_complete(sources: Catalog) -> None:
    with ENGLISH.open("rb") as file:
        english = read_po(file, locale="en")
    assert gaps(sources, english) == {}


def test_the_english_catalogue_translates_nothing_that_is_gone(sources: Catalog) -> None:
    with ENGLISH.open("rb") as file:
        english = read_po(file, locale="en")
    assert [said(each.id)[0] for each in english if each.id and sources.get(each.id, each.context) is None] == []


def test_a_gap_in_a_catalogue_would_be_seen() -> None:
    sources, english = Catalog(), Catalog(locale="en")
    for text in ("Un", "Deux %(n)s", "Trois", "Quatre", "Cinq"):
        sources.add(text)
    sources.add(("un projet", "%(num)s projets"))
    english.add("Un", "One")
    english.add("Deux %(n)s", "Two %(m)s")
    english.add("Trois", "Three", flags=["fuzzy"])
    english.add("Quatre", "")
    english.add(("un projet", "%(num)s projets"), ("one project", ""))
    assert gaps(sources, english) == {
        "Deux %(n)s": "other placeholders",
        "Trois": "fuzzy",
        "Quatre": "missing",
        "Cinq": "missing",
        "un projet": "missing",
    }


def test_the_extraction_reads_code_pages_and_mails(tmp_path: Path) -> None:
    for name, text in {
        "grants/calls/forms.py": 'WORDS = {"late": _l("En retard")}\n',
        "templates/calls/page.html": "{% trans %}Une page{% endtrans %}",
        "templates/_macros/field.html": '{{ _("Un champ") }}',
        "templates/mails/hello.txt": '{{ _("Bonjour") }}',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    extract(tmp_path, tmp_path / "messages.pot")
    found = read_po(BytesIO((tmp_path / "messages.pot").read_bytes()))
    assert {each.id for each in found if each.id} == {"En retard", "Une page", "Un champ", "Bonjour"}


def test_french_marks_are_held_to_their_word(sources: Catalog) -> None:
    found = {form: marks for each in sources if each.id for form in said(each.id) if (marks := badly_spaced(form))}
    assert found == {}


def test_a_torn_mark_would_be_seen() -> None:
    assert badly_spaced("Qui êtes-vous ?") == [" ?"]
    assert badly_spaced("Qui êtes-vous\N{NO-BREAK SPACE}? À 13:45, voir https://ici.example") == []
