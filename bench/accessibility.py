"""Walk every page with axe-core, and write what the accessibility declaration tells of it.

    python -m bench.accessibility

Runs `tests/browser/test_accessibility.py` and keeps, in config/accessibility.json, the day, the browser, the pages
opened, the rules tried and the criteria of the RGAA that they test in part. Nothing is written unless all of it passed.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest

from grants import __version__
from grants.commons.tested import FILE

WALK = "tests.browser.test_accessibility"


class Recorder:
    """Has each page opened in both lights, and writes down what was walked once all has passed."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Ask for the whole walk."""
        if session.testscollected:
            sys.modules[WALK].WALKED.whole = True

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Keep the walk in the file that the declaration reads."""
        if exitstatus or not session.testscollected:
            return
        walk = sys.modules[WALK].WALKED
        criteria = {
            ".".join(found[1].split(".")[:2])
            for tag in walk.tags
            if (found := re.fullmatch(r"RGAA-(\d+\.\d+(?:\.\d+)*)", tag))
        }
        told = {
            "on": datetime.now(UTC).date().isoformat(),
            "version": __version__,
            "axe": walk.axe,
            "browser": walk.browser,
            "pages": sorted(walk.pages),
            "rules": len(walk.rules),
            "criteria": sorted(criteria, key=lambda each: [int(part) for part in each.split(".")]),
            "barriers": [],
        }
        FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{len(told['pages'])} pages, {told['rules']} rules, {len(told['criteria'])} criteria")


if __name__ == "__main__":
    sys.exit(pytest.main(["-q", f"{WALK.replace('.', '/')}.py"], plugins=[Recorder()]))
