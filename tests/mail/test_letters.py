"""Every mail of the house has its line, its examples, and words that stand in a small room."""

from __future__ import annotations

import pytest

from grants.mail.letters import FEET, LETTERS, Kind
from grants.mail.proofs import samples_of
from grants.mail.rendering import render_ours, words_of
from grants.mail.sandbox import vocabulary_of
from tests.house.source import TEMPLATES

pytestmark = pytest.mark.one_database

LANGUAGES = ("fr", "en")


def templates_of_mails() -> set[str]:
    return {path.stem for path in (TEMPLATES / "mails").glob("*.txt") if not path.stem.startswith("_")}


def test_every_mail_has_a_kind_and_every_kind_a_foot():
    assert set(LETTERS) == templates_of_mails(), "one line per template in grants/mail/letters.py"
    assert set(FEET) == set(Kind)


@pytest.mark.parametrize("name", sorted(templates_of_mails()))
def test_everything_a_mail_says_has_words_and_an_example(app, name):
    with app.test_request_context():
        assert words_of(name).unknown == (), "one line per variable in grants/mail/samples.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(templates_of_mails()))
def test_every_mail_is_written_as_a_letter_is(app, name, language):
    with app.test_request_context():
        town = samples_of("application_received")["town"]
        for bare in (False, True):
            written = render_ours(name, language, samples_of(name, bare=bare))
            paragraphs = written.text.strip().split("\n\n")
            assert paragraphs[0] == ("Bonjour," if language == "fr" else "Hello,")
            assert paragraphs[-1].startswith(town.service), "the service signs"
            assert 10 < len(written.subject) < 100
            assert "\n\n\n" not in written.text, "one empty line between paragraphs"
            assert all(line == line.rstrip() for line in written.text.split("\n"))
            lonely = [line for line in written.text.split("\n") if "http" in line and not line.startswith("http")]
            assert lonely == [], "a link stands on its own line"
            assert len([line for line in written.text.split("\n") if line.startswith("http")]) <= 1


def test_a_mail_without_an_example_would_be_seen(app):
    with app.test_request_context():
        assert vocabulary_of("{{ file.secret }} {{ nothing }} {{ file.title }}").unknown == ("file.secret", "nothing")
