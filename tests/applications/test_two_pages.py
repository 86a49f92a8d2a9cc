"""The two pages: the gauge says what the PDF has, one rendering at a time per file, and what to shorten is true."""

from __future__ import annotations

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO
from threading import Barrier

import pytest
from pypdf import PdfReader

from grants import pdf
from grants.applications import papers
from grants.applications.papers import Paper
from grants.domain.file import Terms
from grants.territories.queries import territory
from tests.envie import ENVIE, FIELDS
from tests.samples import files


def paper_of(answers):
    return Paper(
        answers, "", 2026, "Un banc", territory("port-leon"), Terms(230_000, frozenset(), frozenset(), FIELDS), ENVIE
    )


def pages_of(content):
    return len(PdfReader(BytesIO(content)).pages)


@pytest.fixture
def request_context(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.one_database
@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("seed", range(25))
def test_the_gauge_counts_the_pages_that_the_pdf_has(seed):
    chance = random.Random(seed)  # noqa: S311 - the same texts each time
    share = chance.choice([0.2, 0.8, 1, 1.1, 1.3])
    paper = paper_of(files.answers(chance, share, odd=True))
    room = papers.room(paper)
    printed = pdf.render(papers._two_pages_html(paper), stylesheets=papers.SHEETS)  # noqa: SLF001 - laid out apart
    assert room.pages == pages_of(printed)
    assert room.fits is (room.shorten is None)


@pytest.mark.one_database
@pytest.mark.usefixtures("request_context")
def test_shortening_the_named_answer_by_that_many_words_makes_the_file_fit():
    chance = random.Random(11)  # noqa: S311 - as above
    fitting, tried = 0, 12
    for _ in range(tried):
        paper = paper_of(files.over(chance))
        key, words = papers.room(paper).shorten
        shorter = files.without_words(chance, paper.answers[key], words)
        after = papers.room(replace(paper, answers={**paper.answers, key: shorter}))
        fitting += after.fits
        assert after.fits or after.lines_over <= 3
    assert fitting >= 0.9 * tried


@pytest.mark.one_database
@pytest.mark.usefixtures("request_context")
def test_where_the_space_went_adds_up_to_what_is_filled():
    room = papers.room(paper_of(files.full(random.Random(1))))  # noqa: S311 - as above
    assert room.fits
    assert sum(each.share for each in room.spent()) == pytest.approx(room.fill, abs=0.01)
    assert {each.name for each in room.spent()} <= set(room.sections)


def ask_at_once(writer, people):
    """Ask the gauge of one file from several windows at the same moment, the text changing meanwhile."""
    barrier = Barrier(people)
    windows = [writer.again() for _ in range(people)]

    def ask(window):
        barrier.wait()
        return window.client.get(f"{writer.home}/jauge").json["version"]

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(ask, windows))


@pytest.fixture
def layouts(monkeypatch):
    """Return the pages laid out since, one entry each."""
    done = []
    lay = pdf.lay

    def counted(html, **options):
        done.append(html)
        return lay(html, **options)

    monkeypatch.setattr(papers.pdf, "lay", counted)
    papers._lay.cache_clear()  # noqa: SLF001 - as on a server just started
    return done


def test_ten_windows_on_one_file_make_one_rendering(writer, layouts):
    writer.write("envie", {"title": "Un banc"})
    layouts.clear()
    papers._lay.cache_clear()  # noqa: SLF001 - as on a server just started
    assert len(set(ask_at_once(writer, 10))) == 1
    assert len(layouts) == 1


@pytest.mark.one_database
def test_without_turns_renderings_pile_up(writer, layouts, monkeypatch):
    writer.write("envie", {"title": "Un banc"})
    layouts.clear()
    papers._lay.cache_clear()  # noqa: SLF001 - as on a server just started
    monkeypatch.setattr(papers, "turn", lambda _: nullcontext())
    ask_at_once(writer, 10)
    assert len(layouts) > 1


HOLD = """
import sys, time
from pathlib import Path
from grants.pdf import turn

with turn("file", Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(0.3)
    print("done", flush=True)
"""


@pytest.mark.one_database
def test_processes_take_turns_and_one_that_dies_gives_its_turn_back(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own interpreter
    assert first.stdout.readline() == "mine\n"
    with pdf.turn("file", tmp_path):
        assert first.stdout.read() == "done\n"
    second = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - as above
    assert second.stdout.readline() == "mine\n"
    second.kill()
    with pdf.turn("file", tmp_path):
        assert second.wait() != 0
    first.wait()
    for each in (first, second):
        each.stdout.close()
