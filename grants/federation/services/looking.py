"""One look at a feed: every page of it, within a time and a size, without the database."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from grants import __version__
from grants.domain.errors import RuleError
from grants.domain.feeds import Feed, read
from grants.domain.feeds.entries import MOST_ENTRIES, feed_of
from grants.domain.feeds.page import named_feed
from grants.domain.feeds.reach import is_near, is_public
from grants.federation.fetching import BUSY, GONE, NOT_MODIFIED, OK, Answer, Limits, Visitor, fetch
from grants.settings import current_settings

if TYPE_CHECKING:
    from grants.domain.feeds.entries import Foreign

OUR_PROJECTS: Final = "/donnees/projects.json"
MOST_PAGES: Final = 200
LONGEST_READING: Final = 60.0
"""Seconds for all the pages of one feed."""
FIRST_BROKEN: Final = 500
LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at, with the marks of what is known; at a `first` look a page for people may name its feed."""

    address: str
    etag: str = ""
    last_modified: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: a feed; nothing new (no feed and no trouble); or the code of what went wrong."""

    feed: Feed | None = None
    trouble: str = ""
    address: str = ""
    home: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after: float = 0.0


def look(asked: Asked) -> Look:
    """Read an address; whatever goes wrong is a code in the answer, nothing is raised."""
    visitor = _visitor()
    answer: Answer | None = None
    try:
        answer = fetch(asked.address, visitor, etag=asked.etag, last_modified=asked.last_modified)
        trouble = _trouble(answer.status)
        if trouble:
            return Look(trouble=trouble, retry_after=answer.retry_after)
        if answer.status == NOT_MODIFIED:
            return Look()
        answer, feed = _feed(answer, visitor, first=asked.first)
        whole = _with_pages(feed, answer, visitor)
    except RuleError as error:
        return Look(trouble=error.code, retry_after=answer.retry_after if answer else 0.0)
    alone = not feed.following
    return Look(
        feed=whole,
        address=answer.address,
        home=_site(answer.address),
        etag=answer.etag if alone else "",
        last_modified=answer.last_modified if alone else "",
    )


def _visitor() -> Visitor:
    """Say who we are: a name, a version, and a page that tells what we do."""
    settings = current_settings()
    agent = f"EnvieDeFaire/{__version__} (+{settings.base_url.rstrip('/')}/reseau)"
    return Visitor(agent, _near_or_public if settings.federation_private else is_public, LIMITS)


def _near_or_public(machine: str) -> bool:
    """Tell whether a machine may be reached by an instance on trial."""
    return is_public(machine) or is_near(machine)


def _trouble(status: int) -> str:
    """Return the code of a status that brings nothing."""
    if status in {OK, NOT_MODIFIED}:
        return ""
    if status in {GONE, BUSY}:
        return "gone" if status == GONE else "busy"
    return "broken" if status >= FIRST_BROKEN else "not_there"


def _feed(answer: Answer, visitor: Visitor, *, first: bool) -> tuple[Answer, Feed]:
    """Read an answer; a page for people leads, once, to the feed it names, else to where our own towns put theirs."""
    try:
        return answer, read(answer.content, answer.address, answer.charset)
    except RuleError as error:
        if not first or error.code != "feed_page":
            raise
    named = named_feed(answer.content, answer.address)
    for address in (urljoin(answer.address, OUR_PROJECTS), *named):
        try:
            other = fetch(address, visitor)
            if other.status == OK:
                return other, read(other.content, other.address, other.charset)
        except RuleError:
            continue
    raise RuleError("feed_page")


def _with_pages(feed: Feed, answer: Answer, visitor: Visitor) -> Feed:
    """Add the pages that follow, on the same server, until the last one."""
    found: list[Foreign] = list(feed.entries)
    page, left_out, ends, seen = feed, feed.left_out, time.monotonic() + LONGEST_READING, {answer.address}
    while page.following and page.following not in seen and len(found) < MOST_ENTRIES:
        if len(seen) >= MOST_PAGES or _site(page.following) != _site(answer.address):
            break
        if time.monotonic() > ends:
            raise RuleError("too_slow")
        seen.add(page.following)
        other = fetch(page.following, visitor)
        if other.status != OK:
            raise RuleError(_trouble(other.status) or "not_there")
        page = read(other.content, other.address, other.charset)
        if page.kind != feed.kind or not page.entries:
            break
        found += page.entries
        left_out += page.left_out
    whole = feed_of(feed.kind, found)
    return replace(feed, entries=whole.entries, left_out=left_out, cut=feed.cut or whole.cut)


def _site(address: str) -> str:
    """Return the site of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"
