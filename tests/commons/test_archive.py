"""The archive of a year opens from a disk for ever: whole, valid, without network, without anybody's telephone."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from grants.budget.models import Award, Deliberation
from grants.db import db, now
from grants.domain.contacts import without_contacts
from grants.files import keep_drawn
from grants.plenary.models import MinuteEntry, Plenary
from grants.projects.models import Project
from grants.projects.services import Story, publish_project
from grants.territories import queries as territories
from grants.voices.models import Hand, Voice, VoicePhotograph
from grants.years.archive.words import file_name
from tests.town import make_association, make_call, make_project

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2026
HOSTILE = '"><script>alert(1)</script>\x0b\u202e {{ 7*7 }} ]]> &nbsp; ../../etc/passwd'
REACH = "Écrivez à ana.bihan+quai@example.org, 06 12 34 56 78 ou +33 6 12 34 56 78, FR76 3000 6000 0112 3456 7890 189."
FETCHES = {"src", "srcset", "data", "poster", "action", "background", "style"}


@pytest.fixture
def town(app):
    """A year of three projects: hostile words, ways to reach somebody, and words whose authors keep all rights."""
    with app.app_context():
        call = make_call(YEAR)
        words = dict.fromkeys(("hook", "what", "for_whom", "where_text", "when_text", "commons"), HOSTILE)
        first = make_project(
            call, HOSTILE, make_association(HOSTILE), **words, themes=("mer",), needs=(("room", HOSTILE),)
        )
        make_project(call, "Le quai", what=f"{REACH}\n\n[ici](https://ailleurs.example/)", neighbourhoods=("bellevue",))
        make_project(call, "Con", what="Ce texte est à nous.", licence="none")
        act = Deliberation(call_id=call.id, number="2026-12-114", voted_on=date(YEAR, 12, 3))
        db.session.add_all([act, Plenary(call_id=call.id, held_on=date(YEAR, 1, 30), starts_at=time(14, 0))])
        db.session.flush()
        db.session.add(Award(project_id=first.id, deliberation_id=act.id, voted_cents=120_050))
        evening = db.session.query(Plenary).one()
        for text, hidden in ((f"On a bien parlé. {REACH}", None), ("Un texte retiré", evening.changed_at)):
            db.session.add(MinuteEntry(plenary_id=evening.id, author="Ana Bihan", words=text, hidden_at=hidden))
        hand = Hand(key="h")
        db.session.add(hand)
        db.session.flush()
        for number, (state, words) in enumerate((("shown", f"Le four chauffe. {REACH}"), ("held", "Achetez ceci"))):
            voice = Voice(once=f"v{number}", kind="news", project_id=first.id, hand_id=hand.id, title="Des nouvelles")
            voice.name, voice.words, voice.state = "Ana Bihan", words, state
            files = [keep_drawn(f"{state}-{size}.jpg", f"{state} {size}".encode()) for size in ("large", "small")]
            photo = VoicePhotograph(large_id=files[0].id, small_id=files[1].id, width=1600, height=1200)
            voice.photographs.append(photo)
            db.session.add(voice)
        db.session.commit()


def tell_again(project: Project, *texts: tuple[str, str]) -> None:
    """Have a page say something else, each time under a licence."""
    for text, licence in texts:
        story = Story(title="Le quai", what=text, licence=licence)
        publish_project(project.call, project.association, story, author="ana", project=project)
    db.session.commit()


def change() -> None:
    """Have a page say something else."""
    project = db.session.query(Project).filter_by(title="Le quai").one()
    project.hook, project.updated_at = "Autre chose", now() + timedelta(seconds=1)
    db.session.commit()


def make(app, target: Path) -> bytes:
    """Have the command write the archive."""
    result = app.test_cli_runner().invoke(args=["years", "archive", str(YEAR), str(target)])
    assert result.exit_code == 0, result.output
    return target.read_bytes() if target.is_file() else b""


@pytest.fixture
def archive(app, town, tmp_path):
    """The archive of that year, its names without the folder around them."""
    del town
    make(app, tmp_path / "year.zip")
    with zipfile.ZipFile(tmp_path / "year.zip") as opened:
        return {name.removeprefix(f"annee-{YEAR}/"): opened.read(name) for name in opened.namelist()}


@pytest.mark.usefixtures("town")
def test_the_same_data_make_the_same_bytes_and_a_folder_says_the_same(app, tmp_path):
    first = make(app, tmp_path / "one.zip")
    assert make(app, tmp_path / "two.zip") == first
    make(app, tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "one.zip") as opened:
        for name in opened.namelist():
            assert (tmp_path / "folder" / name.removeprefix(f"annee-{YEAR}/")).read_bytes() == opened.read(name)
    with app.app_context():
        change()
    assert make(app, tmp_path / "three.zip") != first


def test_every_page_is_strict_and_every_link_of_it_leads_inside(archive):
    pages = {name: content for name, content in archive.items() if name.endswith(".html")}
    assert len(pages) == 2 * (3 + 5)
    for name, content in pages.items():
        root = ET.fromstring(content.decode().removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own page
        seen = [each for each in root.iter() if each.get("id")]
        assert len({each.get("id") for each in seen}) == len(seen)
        for each in root.iter():
            tag = each.tag.rpartition("}")[2]
            assert tag not in {"script", "style", "iframe", "object", "base"}
            assert not [given for given in each.attrib if given.startswith("on")]
            for given in FETCHES & each.attrib.keys() | ({"href"} & each.attrib.keys()):
                assert inside(name, each.attrib[given]) in archive


def inside(page: str, link: str) -> str:
    """Return the file a relative link leads to."""
    assert ":" not in link
    assert not link.startswith("/")
    return normpath(PurePosixPath(page).parent / link)


def test_nobody_can_be_reached_from_an_archive(archive):
    everything = b"\n".join(archive.values()).decode("utf-8", "replace")
    for private in (
        "@example",
        "ana.bihan",
        "06 12",
        "6 12 34",
        "FR76",
        "3000 6000",
        "Ana Bihan",
        "Un texte retiré",
        "Achetez ceci",
    ):
        assert private not in everything
    assert "On a bien parlé. Écrivez à […], […] ou […], […]." in archive["pleniere.html"].decode()
    assert "Le four chauffe." in everything
    assert "ici (https://ailleurs.example/)" in archive["projets/quai.html"].decode()


def test_words_whose_authors_keep_all_rights_stay_on_the_site(archive):
    everything = b"\n".join(archive.values()).decode("utf-8", "replace")
    assert "Ce texte est à nous." not in everything
    assert "tous droits réservés" in archive["projets/con-.html"].decode()


def test_the_checksums_hold_and_the_tables_are_there(archive):
    lines = archive["MANIFESTE.txt"].decode().splitlines()
    assert {line[66:]: line[:64] for line in lines} == {
        name: hashlib.sha256(content).hexdigest() for name, content in archive.items() if name != "MANIFESTE.txt"
    }
    assert {
        "index.html", "themes.html", "quartiers.html", "chiffres.html", "pleniere.html", "style.css", "LISEZMOI.txt",
        "LICENCE.txt", "donnees/projets.csv", "donnees/projets.json", "donnees/subventions.csv", "donnees/chiffres.csv",
    } <= set(archive)  # fmt: skip
    assert b"1200,50" in archive["donnees/projets.csv"]
    assert "SHA-256" in archive["LISEZMOI.txt"].decode()


def test_the_same_pages_are_there_in_english_and_say_which_words_are_french(archive):
    french = {name for name in archive if name.endswith(".html") and not name.startswith("en/")}
    assert {f"en/{name}" for name in french} == {name for name in archive if name.startswith("en/")}
    page = archive["en/projets/quai.html"].decode()
    assert '<html lang="en"' in page
    assert '<h1 lang="fr">Le quai</h1>' in page
    assert '<a href="../../projets/quai.html" lang="fr" hreflang="fr">Français</a>' in page
    assert 'href="en/index.html" lang="en"' in archive["index.html"].decode()
    assert "donnees/projets.csv" in archive["en/index.html"].decode()
    untold = re.sub(r"<(\w+)[^>]* lang=.fr.[^>]*>.*?</\1>|<title>.*?</title>", "", page, flags=re.DOTALL)
    assert "Écrivez" in page
    assert "Écrivez" not in untold


def test_the_photographs_of_shown_news_are_there_and_those_of_held_news_are_not(archive):
    photographs = {name: content for name, content in archive.items() if name.startswith("photographies/")}
    assert list(photographs.values()) == [b"shown large"]
    (name,) = photographs
    page = next(content for name, content in archive.items() if name.startswith("projets/script")).decode()
    assert f'src="../{name}" width="1600" height="1200"' in page


@pytest.mark.usefixtures("town")
def test_what_a_page_said_before_is_there_but_no_reserved_words_nor_half_a_telephone(app, tmp_path):
    with app.app_context():
        project = db.session.query(Project).filter_by(title="Le quai").one()
        texts = ("Appelez le 06 12 34 56 78.", "none"), ("Appelez le 06 12 34 56 79.", "CC BY-SA 4.0")
        tell_again(project, ("Nos mots gardés", "none"), *texts, ("On plante des haies.", "CC BY-SA 4.0"))
    make(app, tmp_path / "folder")
    page = (tmp_path / "folder/versions/quai.html").read_text()
    assert "<ins>[+ On plante des haies" in page.replace("\n", " ")
    assert "[…]" in page
    for left_out in ("Nos mots", "06 12", "78", "79", "ana"):
        assert left_out not in re.sub("<[^>]*>", "", page), left_out
    assert page.count("en gardaient tous les droits") == 2
    assert 'href="../versions/quai.html">Les 5 versions' in (tmp_path / "folder/projets/quai.html").read_text()
    assert "Version 5" in (tmp_path / "folder/en/versions/quai.html").read_text()


@pytest.mark.usefixtures("town")
def test_an_archive_is_given_under_the_licence_of_its_town(app, tmp_path, monkeypatch):
    plain = territories._build  # noqa: SLF001 - the town as its file would say it
    for licence, told in (("Licence Ouverte 2.0", "etalab.gouv.fr"), ("ODbL", "odbl/1-0")):
        monkeypatch.setattr(territories, "_build", lambda k, raw, its=licence: replace(plain(k, raw), licence=its))
        territories.territory.cache_clear()
        make(app, tmp_path / licence)
        assert told in (tmp_path / licence / "LICENCE.txt").read_text()
        assert told in (tmp_path / licence / "donnees/projets.json").read_text()
        for page in ("index.html", "en/projets/quai.html"):
            assert licence in (tmp_path / licence / page).read_text()
    territories.territory.cache_clear()
    assert "etalab" not in (tmp_path / "ODbL/LICENCE.txt").read_text()


@pytest.mark.usefixtures("town")
def test_the_site_gives_the_archive_and_makes_it_anew_when_something_changed(client, app):
    page = client.get(f"/annees/{YEAR}").text
    assert f"/annees/{YEAR}/archive.zip" in page
    first = client.get(f"/annees/{YEAR}/archive.zip", buffered=True)
    assert (first.status_code, first.mimetype) == (200, "application/zip")
    assert client.get(f"/annees/{YEAR}/archive.zip", buffered=True).data == first.data
    with app.app_context():
        change()
    again = client.get(f"/annees/{YEAR}/archive.zip", buffered=True)
    assert again.status_code == 200
    assert again.data != first.data
    assert client.get("/annees/1999/archive.zip").status_code == 404


@pytest.mark.one_database
@pytest.mark.usefixtures("town")
def test_an_archive_under_way_says_how_far_it_is(client, monkeypatch):
    monkeypatch.setattr("grants.jobs.Jobs.soon", lambda *_args: True)
    waiting = client.get(f"/annees/{YEAR}/archive.zip", buffered=True)
    assert waiting.status_code == 202
    assert "0 sur 3" in waiting.text


@pytest.mark.one_database
@pytest.mark.usefixtures("town")
def test_a_year_nobody_knows_and_a_folder_nobody_can_write_end_with_one_line(app, tmp_path):
    run = app.test_cli_runner().invoke
    assert "No call is known for 1999" in run(args=["years", "archive", "1999", str(tmp_path / "x.zip")]).output
    (tmp_path / "file").write_text("")
    result = run(args=["years", "archive", str(YEAR), str(tmp_path / "file" / "x.zip")])
    assert result.exit_code == 1
    assert "cannot be written" in result.output


@pytest.mark.one_database
@pytest.mark.parametrize(
    "text", ["Le 3 décembre 2026, 1 200,50 €", "Siret 219 900 019 00012", "Acte 2026-12-114", "à 14 h 30"]
)
def test_what_reaches_nobody_stays(text):
    assert without_contacts(text) == text


@pytest.mark.one_database
def test_names_of_files_open_on_any_machine():
    assert [file_name(slug) for slug in ("con", "lpt1", "contes", "le-quai")] == [
        "con-.html", "lpt1-.html", "contes.html", "le-quai.html",
    ]  # fmt: skip
