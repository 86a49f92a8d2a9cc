"""The accessibility declaration tells of the pages there are, as they were walked on this version."""

from __future__ import annotations

from grants import __version__
from grants.commons import tested as walk
from tests.browser.test_accessibility import DESK, EVERYBODY


def test_every_page_that_is_walked_is_in_the_declaration() -> None:
    assert [page for page in (*EVERYBODY, *DESK) if page not in walk.tested().pages] == [], (
        "python -m bench.accessibility"
    )


def test_the_declaration_is_of_this_version_and_hides_no_barrier() -> None:
    assert walk.tested().version == __version__
    assert walk.tested().barriers == ()
    assert 0 < len(walk.tested().criteria) < walk.CRITERIA
