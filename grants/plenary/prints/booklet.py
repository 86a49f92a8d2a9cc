"""The booklet of a plenary: programme, who sits where and why, one page per project, indexes; three editions.

`make(content, edition, folder)` is the one entry. It needs an application context (templates and their language).
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from html import escape
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale, format_date

from grants import pdf
from grants.plenary.hours import hour
from grants.plenary.prints import leaves
from grants.plenary.prints.art import TINT, mixed, qr_png
from grants.plenary.prints.drawing import briefly, drawn_by
from grants.plenary.prints.fit import LADDER, RULED, SLACK, fits, project_context, room
from grants.plenary.prints.leaves import Leaf
from grants.plenary.prints.text import LONGEST_TEXT, MOST_TEXT, address, for_paper, plainly, theme_order, who

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grants.pdf import Sheet
    from grants.plenary.prints.content import BookletContent, Project

    LayOut = Callable[[str, Mapping[str, bytes]], pdf.Fragment]

FOLDED = ("a4-imposed", "a4-long-edge")
EDITIONS = ("a5", *FOLDED, "large-print")
MANY = 3
"""Changed pages from which another process is asked to help."""
LIMITS = pdf.Limits()
SHEET = 4
"""Pages of a folded sheet."""

logger = logging.getLogger(__name__)


def make(
    content: BookletContent,
    edition: str = "a5",
    folder: Path | None = None,
    attachments: Sequence[pdf.Attachment] = (),
    plain: list[int] | None = None,
) -> bytes:
    """Return the booklet as a PDF. edition: one of EDITIONS. folder: where laid-out pages are kept between two calls.

    The folded editions are for the printer, two A5 pages on each side of an A4 sheet, to staple in the fold; the second
    is for printers that turn sheets on their long edge only. `plain` receives the numbers of the projects whose texts
    could not be laid out within limits and are told plainly. Raises ValueError on another edition, pdf.PdfUnavailable
    without Pango.
    """
    if edition not in EDITIONS:
        raise ValueError(edition)
    with force_locale(content.language), pdf.untidied():
        cleaned, large = for_paper(content), edition == "large-print"
        try:
            volume = Volume(cleaned, folder, large=large)
            fragments, fonts = volume.printed()
            told = volume.plain
        except pdf.LayoutTooHeavyError:  # a list of names, titles or wishes: all of them are told plainly
            logger.warning("lists of the booklet could not be laid out and are printed plainly")
            fragments, fonts = Volume(plainly(cleaned), folder, large=large).printed(freely=True)
            told = [project.number for project in content.projects]
        if plain is not None:
            plain += told
        return _bound(fragments, fonts, content, edition, attachments)


def _bound(
    fragments: Sequence[pdf.Fragment],
    fonts: pdf.Fonts,
    content: BookletContent,
    edition: str,
    attachments: Sequence[pdf.Attachment],
) -> bytes:
    """Bind the pages, or fold them for the printer."""
    title = f"{content.title} – {content.town} {content.year}"
    if edition in FOLDED:
        turned = edition == "a4-long-edge"
        return pdf.impose(
            fragments, fonts, title=title, lang=content.language, long_edge=turned, attachments=attachments
        )
    return pdf.bind(fragments, fonts, title=title, lang=content.language, attachments=attachments)


class _OverflowError(Exception):
    """A page of a list holds more than it can."""

    def __init__(self, family: str) -> None:
        super().__init__(family)
        self.family = family


class Volume:
    """The pages of one booklet, laid out in order by a press that keeps them."""

    def __init__(self, content: BookletContent, folder: Path | None, *, large: bool) -> None:
        """Prepare the pages of that content, in A5 or in large print (A4)."""
        self._content = content
        self._large = large
        self._shape = leaves.LARGE if large else leaves.A5
        self._most = LONGEST_TEXT if large else MOST_TEXT
        self._themes = theme_order(content.projects)
        self._hours = {each.number: each.starts for each in content.rounds}
        self._pages: dict[int | str, int] = {}
        self.plain: list[int] = []
        self.press = pdf.Press(("print-fonts.css", "booklet-large.css" if large else "booklet.css"), folder, LIMITS)

    def printed(self, *, freely: bool = False) -> tuple[list[pdf.Fragment], pdf.Fonts]:
        """Return all pages and their fonts; `freely` when nothing in them can be heavy. Raises LayoutTooHeavyError."""
        if freely:
            self.press.lift()
        try:
            return self.fragments(), self.press.fonts
        finally:
            self.press.close()

    def fragments(self) -> list[pdf.Fragment]:
        """Return all pages in order; in A5 their number is a multiple of four."""
        measures = dict(self._shape.measures)
        while True:
            try:
                done = self._attempt(measures)
            except _OverflowError as overflow:
                measures[overflow.family] *= 0.85
            else:
                self.press.tidy()
                return done

    def _attempt(self, measures: dict[str, float]) -> list[pdf.Fragment]:
        """Lay everything out with these measures; raises _OverflowError when a list needs a smaller one."""
        day = format_date(self._content.day, "full")
        day = day[:1].upper() + day[1:]
        front = leaves.front(self._content, self._shape, measures, day)
        self._number(front)
        done: list[pdf.Fragment] = []
        self._set(front, done, measures)
        self._set_projects(done)
        self._set(leaves.back(self._content, measures), done, measures)
        blank = 0 if self._large else -(_count(done) + 1) % SHEET
        self._set([*([leaves.notes()] * blank), leaves.closing(self._content)], done, measures)
        return done

    def _number(self, front: Sequence[Leaf]) -> None:
        """Give every project its page; in large print, where it takes several, its own number is what lists show."""
        before = 0 if self._large else len(front)
        self._pages = {project.number: before + nth for nth, project in enumerate(self._content.projects, 1)}
        self._pages["finder"] = next((nth for nth, leaf in enumerate(front, 1) if leaf.family == "finder"), 0)

    def _set(self, group: Sequence[Leaf], done: list[pdf.Fragment], measures: dict[str, float]) -> None:
        """Lay pages out after those done."""
        self.press.rest()
        for leaf in group:
            fragment = self._listed(leaf, _count(done) + 1)
            shrinkable = not self._large and measures.get(leaf.family, 0) > 1
            if len(fragment.pages) > 1 and shrinkable:
                raise _OverflowError(leaf.family)
            done.append(fragment)

    def _listed(self, leaf: Leaf, page: int) -> pdf.Fragment:
        """Return a page of a list by what it prints of the projects, or any other page by its words."""
        if not leaf.family:
            return self.press.fragment(self._html(leaf, page), leaf.images)
        drawn = (self._content.title, self._content.language, self._content.colour, self._themes, self._pages["finder"])
        first = next(iter(self._pages.values()))
        printed = briefly(leaf.context, leaf.template)
        signature = repr(("list", drawn, first, page, leaf.template, leaf.section, leaf.kind, printed))
        signature += drawn_by(self._content.language)
        fragment = self.press.kept(signature)
        if fragment is None:
            fragment = self.press.lay_out(self._html(leaf, page), leaf.images)
            self.press.keep(signature, fragment)
        return fragment

    def _set_projects(self, done: list[pdf.Fragment]) -> None:
        """Lay the pages of the projects out after those done; when many have changed, two processes share them."""
        missed = 0
        with ExitStack() as stack:
            for nth, project in enumerate(self._content.projects):
                page = _count(done) + 1
                signature = self._signature(project, page)
                fragment = self.press.kept(signature)
                if fragment is None:
                    missed += 1
                    if missed == MANY and not self._large:
                        stack.enter_context(self.press.helped(self._sheets(nth, page)))
                    fragment = self.surely(project, page, signature)
                done.append(fragment)

    def _sheets(self, start: int, page: int) -> list[Sheet]:
        """Return the pages of the projects from one on, each in the first way in which it may fit."""
        numbered = enumerate(self._content.projects[start:], page)
        return [
            (self._signature(project, nth), *next(self._ways(project, nth)))
            for nth, project in numbered
            if not self.press.is_too_heavy(repr(project))
        ]

    def _signature(self, project: Project, page: int) -> str:
        """Say all that the page of a project is made of."""
        language = self._content.language
        whole = (project, page, self._shown(project), self._hours, self._content.title, language, drawn_by(language))
        return repr(whole)

    def _shown(self, project: Project) -> dict[str, object]:
        """Return what the page shows of the place of its project among the others."""
        keys = [theme.key for theme in self._themes]
        first = next(p.number for p in self._content.projects if p.theme.key == project.theme.key)
        return {"notch": keys.index(project.theme.key) % 8, "opens_theme": project.number == first}

    def surely(self, project: Project, page: int, signature: str) -> pdf.Fragment:
        """Lay the page of a project out and keep it; one that is too heavy is told plainly, and not tried again."""
        words = repr(project)
        try:
            self.press.skip_too_heavy(words)
            fragment = self._fitted(project, page, self.press.lay_out)
        except pdf.LayoutTooHeavyError as error:
            logger.warning("the page of project %s is printed plainly: %s", project.number, error)
            self.plain.append(project.number)
            if error.always:
                self.press.note_too_heavy(words)
            return self._fitted(plainly(project), page, self.press.freely)
        self.press.keep(signature, fragment)
        return fragment

    def _fitted(self, project: Project, page: int, lay_out: LayOut) -> pdf.Fragment:
        """Lay the page of a project out, in the first way in which it fits; the last one always does."""
        for html, images in self._ways(project, page):
            fragment = lay_out(html, images)
            if self._large or fits(fragment):
                break
        return fragment

    def _ways(self, project: Project, page: int) -> Iterator[tuple[str, dict[str, bytes]]]:
        """Write the page in every way that may fit, counting letters, from the most generous on."""
        images = {"page.png": qr_png(project.url)} if project.url else {}
        for fit in LADDER:
            context = project_context(project, fit, self._hours, self._most) | self._shown(project)
            context["qr"] = "page.png" if images else ""
            left = room(context, fit)
            if self._large or fit is LADDER[-1] or left >= -SLACK:
                context["ruled"] = left > RULED
                leaf = Leaf("project", project.theme.name, context, fit.kind, theme=project.theme)
                yield self._html(leaf, page), images

    def _html(self, leaf: Leaf, page: int) -> str:
        """Return the page as the press takes it; page: its number."""
        template = current_app.jinja_env.get_template(f"plenary/booklet/{leaf.template}.html")
        inner = template.render(
            **leaf.context,
            pages=self._pages,
            large=self._large,
            hour=hour,
            who=who,
            address=address,
        )
        side = "recto" if page % 2 else "verso"
        head = f"<title>{escape(self._content.title)}</title><style>{self._style(leaf, page)}</style>"
        body = f'<body class="{leaf.kind} {side}" data-section="{escape(leaf.section)}">{inner}</body>'
        return f'<!DOCTYPE html><html lang="{escape(self._content.language)}"><head>{head}</head>{body}</html>'

    def _style(self, leaf: Leaf, page: int) -> str:
        """Return the number of the page and the colours it shows."""
        colour = leaf.theme.colour if leaf.theme else self._content.colour
        rules = [f"@page :first{{counter-reset:page {page}}}html{{--theme:{colour};--tint:{mixed(colour, TINT)}}}"]
        if leaf.template in {"welcome", "themes"}:
            rules += [
                f".ink{n}{{color:{t.colour}}}.chip{n}{{background:{t.colour}}}" for n, t in enumerate(self._themes)
            ]
        return "".join(rules)


def _count(fragments: Sequence[pdf.Fragment]) -> int:
    """Count the pages laid out so far."""
    return sum(len(fragment.pages) for fragment in fragments)
