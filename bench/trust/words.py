"""Words written to hurt, in every field, on every public answer: read by a real browser whose guard is taken away.

    python -m bench.trust.words [--payloads N] [--json FILE]

One project a payload, its words in each field. Each public page is opened in Chromium with the site's content policy
switched off, so that nothing but the escaping stands between a payload and the reader; what runs, or asks another
site, is counted. Files, feeds and calendars are parsed as their readers do. Control: the same browser is given the
payloads as they are, and must see them run.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
import threading
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from bench.trust.place import empty_town
from tests.harmless import faults
from tests.journeys.test_hostile_words import DRAWN, public_addresses, publish_hostile
from tests.samples.payloads import MARK, MARKUP, PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Page

WATCH = f"window.ran = 0; window.{MARK} = () => {{ window.ran += 1; }}; window.alert = window.{MARK};"
POKE = "document.querySelectorAll('[onclick],[onmouseover],[onfocus]').forEach(e => e.click()); window.ran"


class Reader:
    """A browser that counts what ran and what left for another site."""

    def __init__(self, browser: Browser, site: str) -> None:
        """Open a page whose site's guard is switched off."""
        self.site, self.ran, self.left = site, 0, 0
        self.page: Page = browser.new_context(bypass_csp=True).new_page()
        self.page.add_init_script(WATCH)
        self.page.on("dialog", lambda dialog: dialog.dismiss())
        self.page.route("**/*", self._watched)

    def _watched(self, route: object) -> None:
        """Let what belongs to the site through, count and stop the rest."""
        if route.request.url.startswith((self.site, "data:", "about:")):  # type: ignore[attr-defined]
            route.continue_()  # type: ignore[attr-defined]
        else:
            self.left += 1
            route.abort()  # type: ignore[attr-defined]

    def read(self, address: str) -> int:
        """Open an address and return how many payloads ran there."""
        self.page.goto(self.site + address, wait_until="load")
        ran = int(self.page.evaluate(POKE))
        self.ran += ran
        return ran

    def control(self, words: str) -> bool:
        """Tell whether a payload left as it is runs or asks another site here."""
        before, page = self.left, self.page
        page.goto(f"{self.site}/healthz")
        page.set_content(f"<!doctype html><title>x</title>{words}", wait_until="load")
        page.wait_for_timeout(60)
        return bool(page.evaluate(POKE)) or self.left > before


def by_kind(app: Flask, addresses: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Give each address with its media type and what its parser found."""
    client = app.test_client()
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200 and answer.mimetype not in DRAWN:  # noqa: PLR2004 - a good answer
            yield address, answer.mimetype, faults(answer.mimetype, answer.get_data())


def main() -> None:
    """Publish, read, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--payloads", type=int, default=len(PAYLOADS))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    started = time.monotonic()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with empty_town() as (app, _, _), sync_playwright() as playwright:
        with app.app_context():
            slugs = publish_hostile(PAYLOADS[: asked.payloads])
        serving = make_server("localhost", 0, app, threaded=True)
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        reader = Reader(browser, f"http://localhost:{serving.port}")
        answers = list(by_kind(app, list(chain.from_iterable(public_addresses(app, slugs)))))
        for address, kind, _ in answers:
            if kind == "text/html":
                reader.read(address)
        left = reader.left
        seen = sum(reader.control(words) for words in MARKUP)
        browser.close()
        serving.shutdown()
    result = {
        "payloads": asked.payloads,
        "answers": len(answers),
        "kinds": sorted({kind for _, kind, _ in answers}),
        "pages_in_browser": sum(kind == "text/html" for _, kind, _ in answers),
        "ran": reader.ran,
        "left_for_elsewhere": left,
        "faults": [f"{address}: {fault}" for address, _, found in answers for fault in found],
        "control_seen": f"{seen} of {len(MARKUP)}",
        "seconds": round(time.monotonic() - started),
    }
    print(json.dumps(result, indent=1, ensure_ascii=False))
    if asked.json:
        asked.json.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
