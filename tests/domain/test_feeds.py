"""Feeds of other towns: each kind is known by its content, read into plain words, and nothing hostile gets through."""

from __future__ import annotations

import csv
import json

import pytest

from grants.domain.errors import RuleError
from grants.domain.feeds import read
from grants.domain.feeds.entries import words
from grants.domain.feeds.table import read_table

pytestmark = pytest.mark.one_database

ENVIE = {
    "licence": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    "publisher": "Ville de Poitiers",
    "projects": [
        {
            "id": 7,
            "url": "https://poitiers.example/projets/jardin",
            "title": "Un jardin\u00a0pour tous",
            "hook": "Cultiver <b>ensemble</b>",
            "what": "",
            "text_licence": "CC BY 4.0",
            "association": {"name": "Les Mains vertes"},
            "year": 2026,
            "neighbourhoods": [{"key": "bel-air", "name": "Bel-Air"}],
            "themes": [{"key": "nature", "name": "Nature en ville"}],
            "awards": [{"voted_cents": 150_000}, {"voted_cents": 50_000}],
            "updated_at": "2026-05-01T10:00:00+00:00",
        },
        {"id": 8, "title": " ", "hook": "sans titre", "association": None},
    ],
}
GIVING = {
    "version": "1.4",
    "publisher": {"name": "Fondation Ouverte"},
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "grants": [
        {
            "id": "360G-x-1",
            "title": "Atelier vélo",
            "description": "Réparer ensemble",
            "currency": "EUR",
            "amountAwarded": 1200.5,
            "awardDate": "2025-03-02",
            "recipientOrganization": [{"id": "a", "name": "Roue libre"}],
        }
    ],
}
YESWIKI = {
    "LeJardin": {
        "id_fiche": "LeJardin",
        "bf_titre": "Le jardin d’à côté",
        "bf_description": "<p>On sème&nbsp;!</p><script>alert(1)</script>",
        "bf_ville": "Brest",
        "date_creation_fiche": "2024-02-03 10:00:00",
    }
}
GOGO = {
    "licence": "https://opendatacommons.org/licenses/odbl/summary/",
    "ontology": "gogofull",
    "data": [
        {
            "id": "mM",
            "name": "Réemploi du port",
            "geo": {"latitude": 48.4, "longitude": -4.5},
            "address": {"addressLocality": "Brest"},
            "categories": ["Réemploi", "Ateliers"],
            "website": "javascript:alert(1)",
        }
    ],
}
SCDL = (
    "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature\n"
    "Ville d’Angoulême;21160015500014;2023-05-04;D-12;Ciné vélo;;Cinéma à pédales;1 500,50;aide en numéraire\n"
)
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Envies</title><rights>Licence Ouverte 2.0</rights>
<link rel="alternate" href="https://ville.example/"/><link rel="next" href="?page=2"/>
<entry><id>urn:1</id><title type="html">Le &lt;i&gt;bal&lt;/i&gt; du quai</title><link href="/projets/bal"/>
<author><email>secret@ville.example</email><name>Quai en fête</name></author>
<category term="f" label="Fête"/><published>2025-06-01T00:00:00Z</published><updated>2026-01-01T00:00:00Z</updated>
<summary>On danse</summary></entry>
<entry><id>urn:2</id></entry></feed>"""
RSS = """<rss version="2.0"><channel><title>Nouvelles</title><link>https://ville.example/</link>
<copyright>CC BY-SA</copyright><item><title>La fanfare</title><link>https://ville.example/f</link>
<author>secret@ville.example</author><guid>f</guid><pubDate>Mon, 02 Jun 2025 10:00:00 GMT</pubDate>
<description><![CDATA[<p>Jouer tout l’été</p>]]></description></item></channel></rss>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><feed xmlns="http://www.w3.org/2005/Atom"><title>&d;</title></feed>"""


@pytest.mark.parametrize(
    ("content", "kind", "title", "licence"),
    [
        (json.dumps(ENVIE), "envie", "Un jardin pour tous", ENVIE["licence"]),
        (json.dumps(GIVING), "giving", "Atelier vélo", GIVING["license"]),
        (json.dumps(YESWIKI), "yeswiki", "Le jardin d’à côté", ""),
        (json.dumps(list(YESWIKI.values())), "yeswiki", "Le jardin d’à côté", ""),
        (json.dumps(GOGO), "gogocarto", "Réemploi du port", GOGO["licence"]),
        (SCDL, "scdl", "Cinéma à pédales", ""),
        (ATOM, "atom", "Le bal du quai", "Licence Ouverte 2.0"),
        (RSS, "rss", "La fanfare", "CC BY-SA"),
    ],
)
def test_each_kind_is_known_by_its_content(content, kind, title, licence):
    feed = read(content.encode(), "https://ville.example/flux?x=1")
    assert (feed.kind, feed.licence) == (kind, licence)
    assert [each.title for each in feed.entries] == [title]


def test_a_project_keeps_what_its_town_tells():
    garden = read(json.dumps(ENVIE).encode()).entries[0]
    assert (garden.hook, garden.association, garden.place, garden.themes) == (
        "Cultiver ensemble",
        "Les Mains vertes",
        "Bel-Air",
        "Nature en ville",
    )
    assert (garden.year, garden.cents, garden.licence) == (2026, 200_000, "CC BY 4.0")
    assert read(json.dumps(GIVING).encode()).entries[0].cents == 120_050
    assert read(SCDL.encode()).entries[0].cents == 150_050


def test_entries_without_a_title_are_counted_and_left_out():
    assert read(json.dumps(ENVIE).encode()).left_out == 1
    assert read(ATOM.encode()).left_out == 1


def test_a_feed_shows_no_address_of_a_person_and_leads_only_to_the_web():
    for text in (ATOM, RSS, json.dumps(GOGO)):
        feed = read(text.encode(), "https://ville.example/flux")
        assert "secret@" not in repr(feed)
        assert "javascript" not in repr(feed)
    atom = read(ATOM.encode(), "https://ville.example/flux")
    assert (atom.entries[0].association, atom.entries[0].url) == ("Quai en fête", "https://ville.example/projets/bal")
    assert atom.following == "https://ville.example/flux?page=2"


def test_pages_of_the_api_follow_one_another():
    page = {**ENVIE, "next": 58}
    address = "https://poitiers.example/api/v1/projects?year=2026"
    assert read(json.dumps(page).encode(), address).following == f"{address}&after=58"


@pytest.mark.parametrize("text", [ATOM.replace("UTF-8", "iso-8859-1"), SCDL, RSS, json.dumps(GOGO, ensure_ascii=False)])
@pytest.mark.parametrize("truly", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_wrong_charset_loses_no_accent(text, truly):
    for declared in ("", "utf-8", "iso-8859-1", "no-such-charset"):
        feed = read(text.encode(truly), charset=declared)
        assert "Ã" not in repr(feed)
        assert any(sign in repr(feed) for sign in "éèê")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "feed_empty"),
        (b" \n\0", "feed_empty"),
        (b"<!doctype html><title>Accueil</title>", "feed_page"),
        (BOMB.encode(), "feed_doctype"),
        (BOMB.replace("<!ENTITY b", '<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY z').encode(), "feed_doctype"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "feed_unreadable"),
        (b"<opml/>", "feed_unknown"),
        (b'{"projects": 3}', "feed_unknown"),
        (b'{"projects": [', "feed_unreadable"),
        (b"[" * 1_000_000, "feed_unreadable"),
        (b'{"a":' * 900_000, "feed_unreadable"),
        (b"[" + b"[]," * 3_000_000 + b"[]]", "feed_unreadable"),
        (b"<a>" * 5_000, "feed_unreadable"),
        (b"[" + b"9" * 10_000 + b"]", "feed_unreadable"),
        (b"un;deux\n1;2\n", "feed_unknown"),
        (b"%PDF-1.7 \xff\xfe\x00", "feed_unknown"),
        (b'objet,nomBeneficiaire\n"' + b"x" * 200_000, "feed_unreadable"),
    ],
)
def test_what_is_no_feed_is_put_aside_in_words(content, code):
    with pytest.raises(RuleError) as said:
        read(content)
    assert said.value.code == code


@pytest.mark.parametrize(
    "value", [None, True, 3.5, "x", [], {}, [None], [[]], [{}], {"a": [1]}, "9" * 400, float("inf"), -1]
)
def test_a_value_of_another_shape_breaks_nothing(value):
    for sample, name in ((ENVIE, "projects"), (GIVING, "grants"), (GOGO, "data")):
        broken = [{**sample[name][0], field: value} for field in sample[name][0]]
        feed = read(json.dumps({**sample, name: broken, "publisher": value, "next": value}).encode())
        assert len(feed.entries) + feed.left_out <= len(broken)
    read(json.dumps({"x": {**YESWIKI["LeJardin"], "bf_titre": value, "id_fiche": value}}).encode())


def test_more_entries_than_one_reads_are_cut_and_said(monkeypatch):
    monkeypatch.setattr("grants.domain.feeds.entries.MOST_ENTRIES", 3)
    many = {**ENVIE, "projects": [{**ENVIE["projects"][0], "id": each} for each in range(9)]}
    feed = read(json.dumps(many).encode())
    assert (len(feed.entries), feed.cut) == (3, True)


def test_words_are_cut_and_made_harmless():
    assert words("a" * 500, 100).endswith("…")
    assert words("ab\u202ec\u0000\u200bd<img src=x onerror=alert(1)>e") == "abcde"
    assert len(words("<" * 1_000_000)) <= 160


def test_a_quote_that_is_never_closed_is_seen_whatever_other_tables_are_allowed():
    before = csv.field_size_limit(1_000_000)
    with pytest.raises(RuleError, match="feed_unreadable"):
        read_table('objet,nomBeneficiaire\n"' + "x" * 200_000)
    csv.field_size_limit(before)
