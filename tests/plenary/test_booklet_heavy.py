"""Texts that weigh: bounded before they are laid out, given up once, never tried again until somebody changes them."""

from dataclasses import replace
from math import ceil
from resource import RLIMIT_CPU, getrlimit
from time import process_time

import pytest

from grants import pdf
from grants.pdf import press
from grants.pdf.press import NOTHING
from grants.plenary.prints.booklet import Volume
from grants.plenary.prints.fit import LADDER, project_context
from grants.plenary.prints.leaves import A5, LARGE, front
from grants.plenary.prints.text import LONGEST_TEXT, for_paper
from tests.samples.booklets import sample

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("templates")]

TOO_MUCH = "ḧeavy"


@pytest.fixture
def tried(monkeypatch):
    """Make an engine that fails on a word, and tell which pages were given to it."""
    paint, lay_out, pages = press.paint, press.Press.lay_out, []

    def painted(html, *rest):
        if TOO_MUCH in html:
            raise MemoryError
        return paint(html, *rest)

    def noted(self, html, images=None):
        pages.append(TOO_MUCH in html)
        return lay_out(self, html, images)

    monkeypatch.setattr(press, "paint", painted)
    monkeypatch.setattr(press.Press, "lay_out", noted)
    return pages


def told_plainly(words, folder, *, large=False):
    """Lay out the page of the one project of a year; return whether it is told plainly."""
    content = sample(1)
    project = replace(content.projects[0], paragraphs=[words])
    content = for_paper(replace(content, projects=[project]))
    volume = Volume(content, folder, large=large)
    volume.surely(*content.projects, 9, f"{words} {large}")
    volume.press.close()
    return volume.plain == [project.number]


def test_what_was_given_up_once_is_told_plainly_and_not_tried_again_until_it_changes(tried, tmp_path):
    assert told_plainly(f"Un jardin {TOO_MUCH}.", tmp_path)
    assert len(tried) == 1
    assert told_plainly(f"Un jardin {TOO_MUCH}.", tmp_path)
    assert len(tried) == 1
    assert told_plainly(f"Un jardin {TOO_MUCH}.", tmp_path, large=True)
    assert told_plainly(f"Un potager {TOO_MUCH}.", tmp_path)
    assert len(tried) == 3
    assert not told_plainly("Un potager.", tmp_path)


def test_control_what_only_a_busy_machine_gave_up_is_tried_again(tried, tmp_path, monkeypatch):
    with monkeypatch.context() as busy:
        busy.setattr("grants.plenary.prints.booklet.LIMITS", pdf.Limits(waiting=0.0))
        assert told_plainly("Un jardin.", tmp_path)
    assert not told_plainly("Un jardin.", tmp_path)
    assert len(tried) == 2


def test_pages_given_up_shorten_the_time_of_the_next_ones_but_not_of_lists(monkeypatch):
    def painted(html, *_rest):
        if TOO_MUCH in html:
            raise MemoryError
        return replace(NOTHING, anchors={"seconds": (getrlimit(RLIMIT_CPU)[0] - ceil(process_time()), 0.0, 0.0)})

    at_work = pdf.Press(("print-fonts.css", "booklet.css"), None, pdf.Limits(seconds=8, least=3))
    _ = at_work.fonts
    monkeypatch.setattr(press, "paint", painted)
    with pytest.raises(pdf.LayoutTooHeavyError):
        at_work.lay_out(TOO_MUCH)
    assert at_work.lay_out("<p>a").anchors["seconds"][0] == 4
    at_work.rest()
    assert at_work.lay_out("<p>a").anchors["seconds"][0] == 8
    at_work.close()


def test_a_word_without_end_may_be_broken_and_a_letter_bears_four_marks():
    title, hook = "x" * 100, "e" + "\u0301" * 50
    content = sample(1)
    told = for_paper(replace(content, projects=[replace(content.projects[0], title=title, hook=hook)])).projects[0]
    assert [len(part) for part in told.title.split("\u200b")] == [24, 24, 24, 24, 4]
    assert len(told.hook) == 5
    assert for_paper(replace(content, title="x" * 48)).title == "x" * 48


def test_large_print_tells_as_much_as_the_page_online_and_says_where_the_rest_is():
    project = replace(sample(1).projects[0], paragraphs=["Une phrase. " * 80] * 60)
    shown = project_context(project, LADDER[0], {}, LONGEST_TEXT)
    assert LONGEST_TEXT - 960 < sum(map(len, shown["paragraphs"])) <= LONGEST_TEXT
    assert shown["cut"]
    assert not project_context(project, LADDER[0], {}, 10 * LONGEST_TEXT)["cut"]


def test_no_list_of_a_large_year_is_laid_out_in_one_go():
    leaves = front(sample(400), LARGE, LARGE.measures, "")
    finder = [leaf for leaf in leaves if leaf.family == "finder"]
    assert sum(len(leaf.context["entries"]) for leaf in finder) == 400
    assert max(len(leaf.context["entries"]) for leaf in finder) <= 5 * A5.measures["finder"]
