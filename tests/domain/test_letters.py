"""A mail that comes back is read whatever wrote it, and nothing of what somebody wrote is lost."""

from __future__ import annotations

import random
from email.message import EmailMessage

import pytest

from grants.domain.letters import read_letter
from grants.domain.own_words import own_words
from grants.domain.plain_text import plain_text
from grants.domain.reply_address import Claim, Who, claim_of, is_sealed, reply_address, token_for, token_in

MARK = "##- Répondez au-dessus de cette ligne -##"


@pytest.mark.parametrize(
    "quoted",
    [
        f"\n\nLe lun. 7 déc. 2026 à 10:12, Ville <a@b.c> a écrit :\n\n> {MARK}\n>\n> La ville vous écrit",
        f"\n\nLe lun. 7 déc. 2026 à 10:12, Ville <enviedefaire+abcdefgh@ville.example>\na écrit :\n> {MARK}\n> Bonjour",
        f"\nOn Mon, Dec 7, 2026 at 10:12 AM Town <a@b.c> wrote:\n{MARK}\nBonjour",
        f"\n________________________________\nDe : Ville\nEnvoyé : lundi\nÀ : Ana\nObjet : Dossier\n\n{MARK}\nx",
        f"\n\nDe : Ville\nDate : lundi\nÀ : Ana\nObjet : Dossier\n\nBonjour,\n\n{MARK}\n\nLa ville vous écrit",
        f"\n\nLe 7 déc. 2026, Ville <a@b.c> a écrit :\n\n> Bonjour,\n>\n> {MARK}\n>\n> La ville vous écrit",
        f"\n-----Message d'origine-----\nDe : Ville\nObjet : Dossier\n{MARK}\nx",
        f"\n\n-- \nAna Le Goff\n06 12 34 56 78\n\nLe 7 décembre, Ville a écrit :\n> {MARK}",
        "\n\nLe 7 décembre 2026, la ville a écrit :\n> Bonjour\n>\n> Quel jour ?\n",
        "\n\n-- \nAna Le Goff, présidente",
    ],
)
def test_the_mail_replied_to_and_the_signature_are_left_out(quoted):
    assert own_words("Bonjour,\n\nLe 3 mai convient." + quoted) == "Bonjour,\n\nLe 3 mai convient."


@pytest.mark.parametrize(
    "text",
    [
        "> Quel jour ?\n\nLe 3 mai.\n\n> Où ?\n\nSur la place.",
        f"{MARK}\nLa ville vous écrit\n\nMa réponse est en dessous.",
        "Le prix :\n-- \n" + "\n".join(f"ligne {number}" for number in range(12)),
        "Elle a écrit : venez tous.",
        "De : Brest\nÀ : Quimper\nObjet : voyage",
        "> tout est cité",
    ],
)
def test_in_doubt_everything_stays(text):
    assert own_words(text) == text


@pytest.mark.parametrize(
    ("charset", "transfer"),
    [("latin-1", "quoted-printable"), ("latin-1", "base64"), ("utf-8", "8bit"), ("cp1252", "base64")],
)
def test_every_usual_encoding_is_read(charset, transfer):
    message = EmailMessage()
    message["From"] = "Ana <Ana@Example.org>"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(
        "Déjà l’été à Brest\n" if charset != "latin-1" else "Déjà l'été à Brest\n", charset, cte=transfer
    )
    letter = read_letter(message.as_bytes())
    assert letter.text.replace("’", "'") == "Déjà l'été à Brest"
    assert (letter.sender, letter.message_id) == ("ana@example.org", "<1@example.org>")


def test_an_encoding_nobody_knows_or_a_false_one_still_gives_words():
    raw = b"From: a@b.c\nContent-Type: text/plain; charset=%s\nContent-Transfer-Encoding: 8bit\n\n%s"
    assert read_letter(raw % (b"klingon", "Été".encode())).text == "Été"
    assert read_letter(raw % (b"utf-8", "Été".encode("latin-1"))).text == "Été"


def test_a_page_becomes_words_and_nothing_acts():
    page = (
        "<html><head><style>p{}</style><title>no</title></head><body><script>alert(1)</script>"
        "<p>Bonjour&nbsp;!</p><div>Le <b>3 mai</b><br>à 10&nbsp;h</div><ul><li>un</li><li>deux</li></ul>"
        "<a href='https://exemple.fr/x'>ici</a> <a href='javascript:alert(1)'>là</a>"
        "<blockquote>cité<br>encore</blockquote><img src=x onerror=alert(1)></body></html>"
    )
    text = plain_text(page).replace("\u00a0", " ")
    assert text.split("\n")[0] == "Bonjour !"
    assert "Le 3 mai\nà 10 h" in text
    assert "- un\n- deux" in text
    assert "ici (https://exemple.fr/x)" in text
    assert "> cité\n> encore" in text
    assert "alert" not in text
    message = EmailMessage()
    message.set_content(page, subtype="html")
    assert "Le 3 mai" in read_letter(message.as_bytes()).text


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y", "Precedence: bulk", "Precedence: list",
        "X-Autoreply: yes", "List-Id: <x>", "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    ],
)  # fmt: skip
def test_a_machine_is_recognised(head):
    assert read_letter(f"From: a@b.c\n{head}\n\nJe suis absente.".encode()).automatic


def test_a_person_is_not_taken_for_a_machine():
    assert read_letter(b"From: a@b.c\nAuto-Submitted: no\nReturn-Path: <a@b.c>\n\nBonjour").automatic == ""


def test_rubbish_is_read_without_a_fault():
    chance = random.Random(3)  # noqa: S311 - for variety, not for secrets
    for size in (0, 1, 300, 5000):
        read_letter(chance.randbytes(size))
    for raw in (
        b"From: =?utf-8?b?////?= <\nTo: \xff\xfe\nMessage-ID: <<>\nContent-Type: multipart/mixed; boundary=\n\n--\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: " + b"a," * 5000 + b"\nSubject: =?x?q?=\n\n\0\0bon",
        b"Content-Type: text/html\n\n" + b"<div>" * 30_000,
    ):
        read_letter(raw)


def test_a_mail_forwarded_inside_is_one_file():
    inner, outer = EmailMessage(), EmailMessage()
    inner.set_content("Au secours")
    outer.set_content("Voici")
    outer.add_attachment(inner)
    letter = read_letter(outer.as_bytes())
    assert letter.text == "Voici"
    assert [name for name, _ in letter.files] == ["message.rfc822"]


SECRET, CLAIM = "a secret", Claim(Who.PERSON, 12, 34)


def test_a_token_names_one_file_and_one_person_and_fits_before_the_at():
    token = token_for(SECRET, CLAIM, "ana@example.org")
    assert claim_of(SECRET, token.upper()) == CLAIM
    assert is_sealed(SECRET, token, CLAIM, "Ana@example.org")
    address = reply_address("enviedefaire@ville.example", token)
    assert len(address.partition("@")[0]) <= 64
    assert token_in(["other@ville.example", address.upper()], "enviedefaire@ville.example") == token
    assert token_in(["enviedefaire@ville.example", "x"], "enviedefaire@ville.example") == ""


def test_a_token_changed_anywhere_or_of_another_secret_opens_nothing():
    token = token_for(SECRET, CLAIM, "ana@example.org")
    assert not is_sealed(SECRET, token, CLAIM, "other@example.org")
    assert not is_sealed("another", token, CLAIM, "ana@example.org")
    assert not is_sealed(SECRET, token, Claim(Who.PERSON, 13, 34), "ana@example.org")
    for place in range(len(token)):
        forged = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]
        claim = claim_of(SECRET, forged)
        assert claim is None or not is_sealed(SECRET, forged, claim, "ana@example.org")
    for rubbish in ("", "x", "é" * 34, "a" * 34, "1" * 34, "=" * 34):
        assert claim_of(SECRET, rubbish) is None or not is_sealed(SECRET, rubbish, claim_of(SECRET, rubbish), "a@b.c")
