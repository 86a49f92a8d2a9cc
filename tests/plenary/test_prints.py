"""All that is printed for the evening besides the booklet: valid, complete, and never stopped by what people write."""

import csv
import json
import os
import re
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO

import pypdf
import pytest

from grants.plenary.prints.bundle import bundle
from grants.plenary.prints.catalogue import PRINTS, make
from grants.plenary.prints.content import Room, Spot, Wish
from grants.plenary.prints.plan import drawn
from tests.samples.booklets import sample
from tests.samples.papers import HOSTILE, failures

pytestmark = [
    pytest.mark.skipif(
        "GRANTS_TEST_DATABASE_URL" in os.environ, reason="no database in it: proven once, with the first one"
    ),
    pytest.mark.usefixtures("templates"),
]

SHEETS = [kind for kind, each in PRINTS.items() if each.pages is not None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def printed(folder):
    """Print each sheet once."""
    return {kind: make(sample(10), kind, folder) for kind in SHEETS}


def told(document: bytes, number: int | None = None) -> str:
    pages = pypdf.PdfReader(BytesIO(document)).pages
    chosen = pages if number is None else [pages[number - 1]]
    return re.sub(r"\s+", " ", " ".join(each.extract_text() for each in chosen))


@pytest.mark.parametrize("kind", SHEETS)
def test_every_print_can_be_read_aloud_and_kept(printed, kind):
    assert failures(printed[kind]) == []


@pytest.mark.parametrize("kind", SHEETS)
def test_no_text_stops_a_print(kind, folder):
    content = sample(len(HOSTILE))
    projects, people = [], []
    for project, person, text in zip(content.projects, content.people, HOSTILE.values(), strict=True):
        wishes = [Wish(kind, text) for kind in ("room", text)]
        projects.append(replace(project, title=text, association=text, needs=wishes, offers=wishes))
        rounds = [replace(each, whom=[text] * 9, why=text) for each in person.rounds]
        people.append(replace(person, name=text, association=text, project_title=text, rounds=rounds))
    rooms = [Room(text, [Spot(1, 10**6)], text) for text in HOSTILE.values()]
    changed = {"projects": projects, "people": people, "rooms": rooms, "place": HOSTILE["no space"]}
    document = make(replace(content, **changed, title=HOSTILE["markup"]), kind, folder)
    assert "root:" not in told(document)
    if kind in {"badges", "programmes", "suites"}:
        assert len(pypdf.PdfReader(BytesIO(document)).pages) == len(
            pypdf.PdfReader(BytesIO(make(sample(len(HOSTILE)), kind, folder))).pages
        )


@pytest.mark.parametrize("kind", SHEETS)
def test_nobody_and_nothing_print_too(kind, folder):
    nothing = dict.fromkeys(("projects", "people", "rounds", "rooms", "series", "programme"), ())
    assert len(pypdf.PdfReader(BytesIO(make(replace(sample(1), **nothing), kind, folder))).pages) >= 1


def test_an_unknown_print_is_not_made():
    with pytest.raises(ValueError, match="a6"):
        make(sample(1), "a6")


def test_a_sign_is_read_from_both_sides_in_figures_of_190_points(printed):
    reader = pypdf.PdfReader(BytesIO(printed["panneaux"]))
    assert len(reader.pages) == 2
    drawn_with = reader.pages[0].get_contents().get_data()
    assert [round(float(size) * 0.75) for size in re.findall(rb"/[A-Z]{6} ([\d.]+) Tf", drawn_with)].count(190) == 2
    first = sample(10).rounds[0].tables[0]
    assert all(sample(10).projects[number - 1].association in told(printed["panneaux"], 1) for number in first.projects)


def test_the_wall_puts_needs_and_offers_of_a_kind_side_by_side(printed):
    words = told(printed["mur"], 1)
    assert "Une salle" in words
    assert words.index("Nous cherchons") < words.index("Nous proposons") < words.index("Je peux aider")
    every = told(printed["mur"])
    for project in sample(10).projects:
        for wish in (*project.needs, *project.offers):
            assert wish.sentence[1:40] in every


def test_the_list_to_sign_repeats_its_head_and_leaves_eight_lines(folder):
    document = make(sample(30), "presence", folder)
    pages = len(pypdf.PdfReader(BytesIO(document)).pages)
    assert pages > 2
    assert all("Signature" in told(document, number) for number in range(1, pages + 1))
    lines = pypdf.PdfReader(BytesIO(document)).pages[0].mediabox
    assert lines.width > lines.height


def test_tables_of_a_room_never_touch_and_stay_inside_it():
    for count in (1, 2, 7, 48):
        plan = drawn(Room("Salle", [Spot(number, 8) for number in range(1, count + 1)]))
        assert [circle.spot.number for circle in plan.circles] == list(range(1, count + 1))
        for nth, one in enumerate(plan.circles):
            assert one.radius * 1.5 < one.x < plan.width - one.radius * 1.5
            assert one.radius * 1.5 < one.y < plan.height - one.radius * 1.5
            for other in plan.circles[:nth]:
                assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 > one.radius * 2.9


def test_a_print_carries_its_data_and_only_the_town_s_own_carry_names(printed):
    for kind, document in printed.items():
        held = pypdf.PdfReader(BytesIO(document)).attachments
        if PRINTS[kind].personal:
            assert set(held) == {"personnes.csv", "personnes.json"}
            continue
        whole = json.loads(held["pleniere.json"][0])
        assert [project["title"] for project in whole["projects"]] == [each.title for each in sample(10).projects]
        rows = list(csv.reader(StringIO(held["tables.csv"][0].decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 1 + 3 * 10
        assert not any(b"Awena" in data for several in held.values() for data in several)
        assert "Awena" not in told(document)


def test_the_evening_without_network_opens_from_the_disk(printed, tmp_path):
    for kind, document in printed.items():
        (tmp_path / f"{kind}.pdf").write_bytes(document)
    content = replace(sample(10), title="La <plénière>")
    archive = zipfile.ZipFile(BytesIO(bundle(content, {kind: tmp_path / f"{kind}.pdf" for kind in PRINTS})))
    names = archive.namelist()
    assert {"index.html", "personnes.html", "style.css", "chercher.js", "listes/personnes.ods"} <= set(names)
    assert len([name for name in names if name.startswith("a-imprimer/")]) == len(SHEETS)
    assert all(name.isascii() and not name.startswith("/") and ".." not in name for name in names)
    page = archive.read("index.html").decode()
    assert "La &lt;plénière&gt;" in page
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        inside = address.startswith("#") or address in names
        assert inside or address.startswith(content.site), address
    assert all(f'id="{name}"' in page for name in re.findall(r'href="#([^"]+)"', page))
    assert "Awena" not in page
    assert "Awena" in archive.read("personnes.html").decode()
    assert "a-imprimer/01-affiche.pdf" in archive.read("LISEZ-MOI.txt").decode("utf-8-sig")
