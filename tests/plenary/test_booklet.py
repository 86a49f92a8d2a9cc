"""The booklet: where to sit and why, one page a project, three editions, whatever is written in it."""

import re
from dataclasses import replace
from datetime import time
from io import BytesIO
from multiprocessing import get_context

import pypdf
import pytest

from grants import pdf
from grants.pdf import press
from grants.plenary.prints.booklet import Volume, make
from grants.plenary.prints.content import DatedStep, Wish
from grants.plenary.prints.leaves import A5, front
from grants.plenary.prints.text import cut, for_paper, printable, shortened, sorting
from tests.samples.booklets import sample
from tests.samples.papers import HOSTILE, failures

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("templates")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def booklet(folder):
    return make(sample(16), "a5", folder)


def words(document: bytes, number: int | None = None) -> str:
    pages = pypdf.PdfReader(BytesIO(document)).pages
    chosen = pages if number is None else [pages[number - 1]]
    return re.sub(r"\s+", " ", " ".join(each.extract_text() for each in chosen))


def with_project(content, **changes):
    first = replace(content.projects[0], **changes)
    return replace(content, projects=[first, *content.projects[1:]])


def page_of(document: bytes, name: str) -> int:
    reader = pypdf.PdfReader(BytesIO(document))
    return reader.get_destination_page_number(reader.named_destinations[name]) + 1


@pytest.mark.parametrize("edition", ["a5", "a4-imposed", "large-print"])
def test_every_edition_can_be_read_aloud_and_kept(edition, folder):
    assert failures(make(sample(16), edition, folder)) == []


def test_an_unknown_edition_is_not_printed():
    with pytest.raises(ValueError, match="a6"):
        make(sample(4), "a6")


def test_whoever_opens_the_booklet_finds_a_table_then_the_reason(booklet):
    content = sample(16)
    project = content.projects[3]
    assert "Tournez la page" in words(booklet, 1)
    assert "Trouver ma place" in words(booklet, 2)
    finder = int(re.search(r"association page (\d+)", words(booklet)).group(1))
    assert finder == 2
    numbers = " ".join(str(sitting.table) for sitting in project.sittings)
    own_page = re.search(rf"{project.association} {numbers} (\d+)", words(booklet, finder)).group(1)
    assert int(own_page) == page_of(booklet, f"projet-{project.number}")
    told = words(booklet, int(own_page))
    assert "qui nous rencontrons, et pourquoi" in told
    for sitting in project.sittings:
        assert sitting.meets[0].who in told


def test_every_project_has_its_page_and_its_place_in_the_outline(booklet):
    content = sample(16)
    reader = pypdf.PdfReader(BytesIO(booklet))
    assert len(reader.pages) % 4 == 0
    titles = [entry["/Title"] for entry in flat(reader.outline)]
    for project in content.projects:
        number = page_of(booklet, f"projet-{project.number}")
        assert project.association[:40] in words(booklet, number)
        assert project.title in titles


def flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def test_links_lead_to_pages_that_exist(booklet):
    reader = pypdf.PdfReader(BytesIO(booklet))
    links = [link.get_object() for each in reader.pages for link in each.get("/Annots", [])]
    assert len(links) > 100
    assert {link["/Dest"] for link in links} <= set(reader.named_destinations)


def test_after_one_edit_only_one_page_is_laid_out_again(folder):
    content = sample(16)
    make(content, "a5", folder)
    edited = with_project(content, paragraphs=["Un texte tout neuf."])
    volume = Volume(for_paper(edited), folder, large=False)
    volume.fragments()
    assert volume.press.laid_out == 1


class Told(pdf.Press):
    """A press that lays nothing out and tells under which signature each page would be kept."""

    def __init__(self):
        super().__init__(("booklet.css",))
        self.pages = []

    def kept(self, signature):
        self.signature = signature

    def lay_out(self, html, images=None):
        self.pages.append((self.signature, html, images))
        return pdf.Fragment((), (0,), (0,), 0, (), (), (), (), (), {"fin": (0, 0.0, 99.0), "bande": (0, 0.0, 0.0)})

    def fragment(self, html, images=None):
        self.signature = "its words"
        return self.lay_out(html, images)


def told(content):
    volume = Volume(for_paper(content), None, large=False)
    volume.press = Told()
    volume.fragments()
    return volume.press.pages


def later(content):
    first, *others = content.rounds
    return replace(content, rounds=[replace(first, starts=time(9, 5)), *others])


EDITS = {
    "title": lambda content: with_project(content, title="Un titre tout neuf"),
    "association": lambda content: with_project(content, association="Ty Glaz"),
    "text": lambda content: with_project(content, paragraphs=["Un texte tout neuf."]),
    "need": lambda content: with_project(content, needs=[Wish("room", "Une salle au sec.")]),
    "quarter": lambda content: with_project(content, quarter="Recouvrance"),
    "address": lambda content: with_project(content, url="https://ville.example/projets/autre"),
    "table": lambda content: with_project(content, sittings=content.projects[1].sittings),
    "theme": lambda content: with_project(content, theme=replace(content.projects[0].theme, colour="#123456")),
    "hour": later,
    "colour": lambda content: replace(content, colour="#654321"),
    "page": lambda content: replace(content, programme=[]),
    "language": lambda content: replace(content, language="en"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_page_that_changes_is_kept_under_another_signature(edit):
    before, after = told(sample(8)), told(EDITS[edit](sample(8)))
    known = {signature: rest for signature, *rest in before if signature != "its words"}
    same = [(known[signature], rest) for signature, *rest in after if signature in known]
    assert [one for one, other in same if one != other] == []
    assert len(same) < len(after)


def test_the_same_booklet_has_the_same_bytes(folder):
    assert make(sample(4), "a5", folder) == make(sample(4), "a5", None)


def test_a_damaged_page_in_the_folder_is_laid_out_again(tmp_path):
    content = sample(4)
    good = make(content, "a5", tmp_path)
    for kept in tmp_path.glob("*.page"):
        kept.write_bytes(kept.read_bytes()[:100])
    assert make(content, "a5", tmp_path) == good


def test_what_is_empty_is_not_printed(folder):
    bare = sample(5, bare=True)
    document = make(bare, "a5", folder)
    told = words(document)
    for title in ("Nous cherchons", "Nous offrons", "Qui cherche quoi", "Les projets par quartier"):
        assert title not in told
    assert "Subvention de fonctionnement 2017" in told
    assert failures(document) == []


def test_a_plenary_without_rounds_or_programme_prints_too(folder):
    content = sample(4)
    content = replace(
        content,
        rounds=[],
        programme=[],
        series=[],
        rooms=[],
        projects=[replace(project, sittings=()) for project in content.projects],
    )
    told = words(make(content, "a5", folder))
    assert "Trouver ma place" not in told.replace("« Trouver ma place »", "")
    assert "Nos tables" not in told


@pytest.mark.parametrize("edition", ["a5", "a4-imposed", "large-print"])
def test_no_text_stops_the_press(edition, folder):
    texts = list(HOSTILE.values())[:: 2 if edition == "large-print" else 1]  # bench/trust/layouts.py prints all of them
    content = sample(len(texts) + 1)
    projects = [
        replace(
            project,
            title=text,
            association=text,
            hook=text,
            quarter=text,
            audience=text,
            paragraphs=[text],
            needs=[Wish("room", text)] * 4,
            offers=[Wish("odd", text)] * 4,
            steps=[DatedStep(text, text)] * 5,
        )
        for project, text in zip(content.projects, texts, strict=False)
    ]
    document = make(replace(content, projects=[*projects, content.projects[-1]]), edition, folder)
    if edition != "a4-imposed":
        assert content.projects[-1].title in words(document)
        assert "root:" not in words(document)
    if edition == "a5":
        first = page_of(document, "projet-1")
        numbers = range(1, len(HOSTILE) + 2)
        assert [page_of(document, f"projet-{number}") - first + 1 for number in numbers] == list(numbers)


def test_a_long_text_is_cut_and_the_reader_is_sent_online(folder):
    content = with_project(sample(4), paragraphs=["Un paragraphe entier qui tient en trois lignes. " * 3] * 40)
    document = make(content, "a5", folder)
    told = words(document, page_of(document, "projet-1"))
    assert "La suite en ligne." in told
    assert "qui tient en trois lignes" in told


def test_sheets_carry_the_pages_two_by_two_in_folding_order(folder, booklet):
    imposed = pypdf.PdfReader(BytesIO(make(sample(16), "a4-imposed", folder)))
    pages = len(pypdf.PdfReader(BytesIO(booklet)).pages)
    assert len(imposed.pages) == pages // 2
    sheet = imposed.pages[0].mediabox
    assert (round(float(sheet.width) / 72 * 25.4), round(float(sheet.height) / 72 * 25.4)) == (297, 210)
    assert "Duplex" in str(imposed.trailer["/Root"]["/ViewerPreferences"])
    first = pages_drawn(imposed.pages[0])
    assert "Tout reste ouvert" in first[0]
    assert "La plénière des projets" in first[1]


def pages_drawn(sheet) -> list[str]:
    """Return the texts of the left and right halves of a sheet."""
    halves = ["", ""]

    forms = sheet["/Resources"]["/XObject"]
    for place, name in enumerate(("/L", "/R")):
        reader_page = pypdf.PageObject.create_blank_page(width=420, height=595)
        reader_page[pypdf.generic.NameObject("/Resources")] = forms[name]["/Resources"]
        content = pypdf.generic.DecodedStreamObject()
        content.set_data(forms[name].get_data())
        reader_page[pypdf.generic.NameObject("/Contents")] = content
        halves[place] = re.sub(r"\s+", " ", reader_page.extract_text())
    return halves


def test_backs_turn_round_for_printers_that_flip_on_the_long_edge(folder):
    volume = Volume(for_paper(sample(4)), folder, large=False)
    fragments = volume.fragments()
    short = pdf.impose(fragments, volume.press.fonts, title="x", lang="fr")
    long = pdf.impose(fragments, volume.press.fonts, title="x", lang="fr", long_edge=True)
    turned = [b"-1 0 0 -1" in sheet.get_contents().get_data() for sheet in pypdf.PdfReader(BytesIO(long)).pages]
    assert turned == [bool(place % 2) for place in range(len(turned))]
    assert not any(b"-1 0 0 -1" in sheet.get_contents().get_data() for sheet in pypdf.PdfReader(BytesIO(short)).pages)


def test_large_print_has_nothing_under_eighteen_points(folder):
    sizes = set()
    reader = pypdf.PdfReader(BytesIO(make(sample(4), "large-print", folder)))
    for each in reader.pages:
        sizes |= {float(size) for size in re.findall(rb"/[A-Z]{6} ([\d.]+) Tf", each.get_contents().get_data())}
    assert min(sizes) * 0.75 >= 18


def test_words_are_made_printable():
    assert printable("Fête 🎉 de\u202fquartier ✓") == "Fête de\u00a0quartier"
    assert printable("Amis\u202e de la mer") == "Amis de la mer"
    assert printable("جمعية") == "جمعية"


def test_texts_are_cut_after_a_word_a_sentence_or_a_paragraph():
    assert shortened("un deux trois", 9) == "un deux…"
    assert shortened("un deux", 9) == "un deux"
    assert cut(["Un.", "Deux."], 3) == (["Un."], True)
    assert cut(["Un.", "Deux."], 8) == (["Un.", "Deux."], False)
    assert cut(["Une phrase. Une autre qui dure."], 20) == (["Une phrase."], True)


def test_names_are_sorted_as_people_look_them_up():
    names = ["Les Ateliers", "École de musique", "L’Échappée", "An Tour-Tan", "Zanzan"]
    assert sorted(names, key=sorting) == ["Les Ateliers", "L’Échappée", "École de musique", "An Tour-Tan", "Zanzan"]


def test_one_line_finds_the_several_projects_of_an_association():
    content = sample(20)
    twice = replace(content.projects[1], association=content.projects[0].association)
    together = replace(twice, sittings=content.projects[0].sittings)
    for second, lines in ((twice, 20), (together, 19)):
        told = replace(content, projects=[content.projects[0], second, *content.projects[2:]])
        leaves = [each for each in front(told, A5, A5.measures, "") if each.family == "finder"]
        assert sum(len(leaf.context["entries"]) for leaf in leaves) == lines


def heavy_when(word, grown):
    """Make an engine that a word in a page makes take for ever, or all the memory there is."""
    paint = press.paint

    def painted(html, *rest):
        held = []
        while word in html:
            if grown:
                held.append(bytearray(2**26))
        return paint(html, *rest)

    return painted


@pytest.mark.parametrize("grown", [False, True])
def test_a_text_that_no_layout_ends_is_told_plainly_and_the_booklet_is_printed(monkeypatch, caplog, grown, tmp_path):
    monkeypatch.setattr("grants.plenary.prints.booklet.LIMITS", pdf.Limits(seconds=60 if grown else 1, memory=2**28))
    monkeypatch.setattr(press, "paint", heavy_when("ḧeavy", grown))
    content = with_project(sample(3), paragraphs=["Un jardin ḧeavy pour tous."])
    document = make(content, "a5", tmp_path, plain=(plain := []))
    assert plain == [1]
    assert "pour tous" in words(document, page_of(document, "projet-1"))
    assert content.projects[1].title in words(document)
    assert "project 1 is printed plainly" in caplog.text


def test_without_limits_that_text_keeps_the_press_for_ever(monkeypatch, tmp_path):
    monkeypatch.setattr(press, "paint", heavy_when("ḧeavy", grown=False))
    alone = pdf.Press(("print-fonts.css", "booklet.css"), tmp_path)
    _ = alone.fonts
    at_work = get_context("fork").Process(target=alone.lay_out, args=("<p>ḧeavy",))
    at_work.start()
    at_work.join(timeout=1)
    assert at_work.exitcode is None
    at_work.kill()
    at_work.join()
