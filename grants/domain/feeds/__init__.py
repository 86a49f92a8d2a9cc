"""Feeds of projects as other towns publish them: bytes from anybody in, clean entries out.

Everything here is read with suspicion: nothing is run, nothing is fetched, sizes and depths are bounded.
"""

from grants.domain.feeds.entries import KINDS, Feed, Foreign
from grants.domain.feeds.reading import read

__all__ = ["KINDS", "Feed", "Foreign", "read"]
