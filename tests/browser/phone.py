"""Somebody who writes on a phone, and the bad luck that may happen to them."""

from __future__ import annotations

import contextlib
import re

from playwright.sync_api import Error

SIZE = {"width": 360, "height": 740}
PAUSE = 1500
PATIENCE = 30_000
STEP = 40
MOST_STEPS = 300

WITHOUT_SHELF = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }})"
FULL_SHELF = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
NO_LAST_WORD = "addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)"


def cookies_of(server, client):
    """Return the cookies of a client as a browser takes them."""
    return [{"name": each.key, "value": each.value, "url": server} for each in client._cookies.values()]  # noqa: SLF001


def until_true(page, script):
    """Wait until a script says yes; the pages' security policy lets no script be tried again from inside."""
    for _ in range(MOST_STEPS):
        if page.evaluate(script):
            return
        page.wait_for_timeout(STEP)
    assert page.evaluate(script), script


class Phone:
    """A browser of its own, signed in as a writer; its clock can be moved on, so that no test waits for a pause."""

    def __init__(self, browser, server, writer, stored, *, clock=True, **options):
        self.server, self.writer, self.stored = server, writer, stored
        self.context = browser.new_context(locale="fr-FR", viewport=SIZE, **options)
        self.context.set_default_timeout(PATIENCE)
        self.clock = clock and options.get("java_script_enabled", True)
        if self.clock:
            self.context.clock.install()
        self.sign_in(writer.client)

    def sign_in(self, client):
        self.context.add_cookies(cookies_of(self.server, client))

    def open(self, screen="envie"):
        """Open a screen of the file in a new tab."""
        return self.visit(f"{self.writer.home}/{screen}")

    def come_back(self, page, screen="envie"):
        """Return to a screen of the file in the tab one has."""
        page.goto(f"{self.server}{self.writer.home}/{screen}")
        return page

    def visit(self, address):
        page = self.context.new_page()
        page.goto(self.server + address)
        return page

    def type(self, page, key, text):
        """Type a text, and let the pause after it pass."""
        page.fill(f"#{key}", text)
        self.pass_time(page)

    def pass_time(self, page, milliseconds=PAUSE):
        if self.clock:
            page.clock.fast_forward(milliseconds)
        else:
            page.wait_for_timeout(milliseconds)

    def until(self, page, happened):
        """Wait until something is so; time moves on meanwhile."""
        for _ in range(MOST_STEPS):
            if happened():
                return
            page.wait_for_timeout(STEP)
            if self.clock and not page.is_closed():
                page.clock.fast_forward(400)
        assert happened()

    def answer(self, key):
        """Return what the town has."""
        return self.stored(self.writer).answers.get(key, "")

    def until_saved(self, page, key, text):
        self.until(page, lambda: self.answer(key) == text)

    def set_aside(self):
        """Return the texts set aside."""
        return [event.words for event in self.stored(self.writer).events if event.kind == "set_aside"]

    def copies(self, page):
        """Count the texts this device keeps."""
        return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('envie:')).length")

    def until_kept_nowhere_here(self, page):
        self.until(page, lambda: self.copies(page) == 0)

    def says(self, page, words):
        """Wait for words in the line that says what is saved where, or in a notice."""
        self.until(page, lambda: re.search(words, page.inner_text("main")))

    def kill(self, page):
        """End the page as a phone does that falls: it hears of nothing and says no last word."""
        with contextlib.suppress(Error):
            page.goto("chrome://crash")
        page.close()

    def fail_saves(self, answer):
        """Have every save answered by something else; return the requests seen."""
        seen = []

        def handle(route):
            seen.append(route.request)
            answer(route)

        self.context.route("**/enregistrer", handle)
        return seen

    def heal(self):
        self.context.unroute("**/enregistrer")
