"""Staff rewrite mails in their own words; what could break a mail, or leave out what the law asks, is not kept."""

from __future__ import annotations

import re
import time

import pytest

from grants import mail
from grants.db import db
from grants.domain.errors import RuleError
from grants.mail import services
from grants.mail.house import editable
from grants.mail.letters import LETTERS
from grants.mail.models import MailText
from grants.mail.proofs import proofread, samples_of
from grants.mail.queries import text_in_force
from grants.mail.rendering import render_edited, render_ours
from tests.mail.test_outbox import CODE

pytestmark = pytest.mark.one_database

PAGE = "/gestion/courriels/sign_in/fr"
SUBJECT = "Votre lien"
TEXT = "Bonjour,\n\nLe code : {{ code }}\n{{ site_url('accounts.link', token=token) }}\n"


@pytest.fixture
def clerk(signed_in):
    """Return a client of the staff."""
    return signed_in("greffe@port-leon.example", "staff")


def post_sign_in():
    written = mail.post("ana@example.org", "sign_in", "fr", **CODE)
    db.session.commit()
    return written


def proofs(text, template="sign_in", subject=SUBJECT):
    """Return the code of what keeps a text from being used, and its line; nothing when it may be used."""
    try:
        proofread(template, "fr", subject, text)
    except RuleError as error:
        return error.code, error.figures.get("line")
    return None


def keep(text=TEXT, subject=SUBJECT, seen=0):
    services.keep_text("sign_in", "fr", seen, (subject, text), "greffe@port-leon.example")
    db.session.commit()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", sorted(LETTERS))
def test_the_text_offered_for_rewriting_says_what_ours_says(app, name, language):
    with app.test_request_context():
        subject, text = editable(name, language)
        assert "_(" not in subject + text, "each sentence alone between its braces: {{ _('…', name=value) }}"
        for bare in (False, True):
            values = samples_of(name, bare=bare)
            assert render_edited(name, language, subject, text, values) == render_ours(name, language, values)
        proofread(name, language, subject, text)


def test_a_text_is_rewritten_previewed_kept_used_and_given_up(app, clerk, post_form):
    before = clerk.get(PAGE).text
    assert "{{ code }}" in before
    seen = post_form(clerk, PAGE, {"subject": SUBJECT, "text": TEXT, "number": "0", "act": "preview"}).text
    assert "Le code : 123 456" in seen
    with app.app_context():
        assert text_in_force("sign_in", "fr") is None, "a preview keeps nothing"
    kept = post_form(clerk, PAGE, {"subject": SUBJECT, "text": TEXT, "number": "0", "act": "keep"})
    assert kept.location == "/gestion/courriels"
    assert "réécrit le" in clerk.get("/gestion/courriels").text
    with app.test_request_context():
        written = post_sign_in()
        assert (written.subject, written.text.splitlines()[2]) == (SUBJECT, "Le code : 123 456")
        assert mail.post("yann@example.org", "sign_in", "en", **CODE).subject.startswith("Signing in")
        db.session.rollback()
    post_form(clerk, PAGE, {"number": "1"}, action=f"{PAGE}/maison")
    with app.test_request_context():
        assert post_sign_in().subject.startswith("Votre connexion")
        assert [each.number for each in db.session.query(MailText).order_by(MailText.number)] == [1, 2]
    assert TEXT.splitlines()[2] in clerk.get(f"{PAGE}?version=1").text.replace("&#39;", "'")


def test_two_people_do_not_write_over_each_other(app, clerk, post_form):
    with app.test_request_context():
        keep(TEXT.replace("Le code", "Voici le code"))
    answer = post_form(clerk, PAGE, {"subject": SUBJECT, "text": TEXT, "number": "0", "act": "keep"})
    assert answer.status_code == 409
    assert "une autre version" in answer.text
    assert "Le code : {{ code }}" in answer.text
    with app.app_context():
        assert "Voici le code" in text_in_force("sign_in", "fr").text


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Bonjour,\n{{ code", "text_syntax", 2),
        ("{% if code %}\nBonjour", "text_syntax", None),
        ("Bonjour,\n\n{{ iban }}", "word_unknown", 3),
        ("{{ code.real }}", "word_unknown", 1),
        ("{{ ''.__class__.__mro__ }}", "turn_unknown", 1),
        ("{{ territory.__class__ }}", "word_unknown", 1),
        ("{{ config }}{{ request }}", "word_unknown", 1),
        ("{{ lipsum.__globals__ }}", "word_unknown", 1),
        ("{{ cycler.__init__.__globals__.os }}", "word_unknown", 1),
        ("{{ code.format() }}", "turn_unknown", 1),
        ("{% include 'base.html' %}", "turn_unknown", 1),
        ("{% import 'base.html' as b %}", "turn_unknown", 1),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "turn_unknown", 1),
        ("{% set a = code * 9 %}", "turn_unknown", 1),
        ("{{ 'a' * 999999999 }}", "turn_unknown", 1),
        ("{{ 9 ** 9 ** 9 }}", "turn_unknown", 1),
        ("{{ '%099999999d'|format(1) }}", "turn_unknown", 1),
        ("{% for a in range(99999999) %}{% endfor %}", "turn_unknown", 1),
        ("{% for a in code %}{{ a }}{% endfor %}", "text_fails", 1),
        ("{{ minutes|dateformat }}", "text_fails", 1),
        (" \n ", "text_empty", None),
        ("é" * 20_001, "text_too_long", None),
        ("Bonjour,\n\n{{ code }}", "mention_missing", None),
        ("{% if false %}{{ code }}{{ token }}{% endif %}Bonjour", "mention_missing", None),
    ],
)
def test_a_text_that_could_not_leave_is_told_with_its_line(app, text, code, line):
    with app.test_request_context():
        found = proofs(text)
        assert found is not None
        assert found[0] == code
        assert line is None or found[1] == line


def test_a_text_that_goes_round_in_circles_is_stopped_soon(app):
    started = time.monotonic()
    many = ", ".join("1" for _ in range(400))
    rounds = f"{{% for a in [{many}] %}}{{% for b in [{many}] %}}{'x' * 50}{{% endfor %}}{{% endfor %}}"
    with app.test_request_context():
        assert proofs(rounds) == ("text_endless", None)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("gone", LETTERS["application_received"].must)
def test_an_acknowledgement_cannot_lose_what_the_law_asks(app, gone):
    with app.test_request_context():
        subject, text = editable("application_received", "fr")
        shorter = re.sub(rf"{{{{[^}}]*{re.escape(gone)}[^}}]*}}}}", "…", text)
        shorter = shorter.replace("(call.council_on, ", "(call.settle_on, ").replace(" if day >= received_on", "")
        assert gone not in shorter
        with pytest.raises(RuleError) as error:
            proofread("application_received", "fr", subject, shorter)
        assert error.value.code == "mention_missing"


def test_the_page_names_the_mentions_that_miss_and_gives_the_text_back(app, clerk, post_form):
    page = "/gestion/courriels/application_received/fr"
    words = "Bonjour,\n\nDossier {{ application.number }} reçu. Mon texte à moi."
    answer = post_form(clerk, page, {"subject": "Reçu", "text": words, "number": "0", "act": "keep"})
    assert answer.status_code == 422
    assert "la règle des deux mois" in answer.text
    assert "le tribunal à saisir" in answer.text
    assert "le numéro du dossier," not in answer.text
    assert "Mon texte à moi." in answer.text
    with app.app_context():
        assert text_in_force("application_received", "fr") is None


def test_when_a_kept_text_fails_ours_leaves_and_staff_can_see_why(app, clerk, caplog):
    with app.test_request_context():
        db.session.add(MailText(template="sign_in", language="fr", number=1, subject="X", text="{{ gone }}"))
        db.session.commit()
        written = post_sign_in()
        assert written.subject.startswith("Votre connexion")
        assert "123 456" in written.text
    assert "the edited text of mail sign_in" in caplog.text
    assert "word_unknown" in clerk.get(PAGE).text


def test_an_edited_text_reaches_no_row_of_the_database(app):
    with app.test_request_context():
        for hidden in ("application.person.email", "application.answers", "file.contact_email", "call.id"):
            assert proofs(f"{{{{ {hidden} }}}}", "application_received")[0] == "word_unknown"
        assert proofs("{{ file.iban }}", "application_voted")[0] == "mention_missing", (
            "it may be asked, and is yes or no"
        )


def test_only_staff_read_and_rewrite_mails(client, signed_in):
    member = signed_in()
    for page in ("/gestion/courriels", PAGE, "/gestion/courriels/envois"):
        assert client.get(page).status_code == 302
        assert member.get(page).status_code == 403


@pytest.mark.parametrize("page", ["/gestion/courriels/nothing/fr", "/gestion/courriels/sign_in/xx"])
def test_a_mail_or_a_language_we_do_not_have_is_no_page(clerk, page):
    assert clerk.get(page).status_code == 404


def test_a_text_cannot_fill_the_memory_of_the_machine(app):
    """Joined lists that hold each other grow by multiplying; a number may be written as wide as one likes."""
    list_of_many = "[" + ",".join("'x'" for _ in range(400)) + "]"
    joined = f"{list_of_many}|join({list_of_many}|join({list_of_many}|join('{'y' * 50}')))"
    with app.test_request_context():
        assert proofs("{{ " + joined + " }}") == ("text_endless", None)
        assert proofs("{{ code|join('" + "y" * 9000 + "') }}") == ("text_fails", 1)
        assert proofs("{{ ngettext('%(num)900000000d', 'x', 1) }}") == ("text_endless", None)
