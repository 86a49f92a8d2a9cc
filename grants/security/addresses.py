"""What an address may hold where a route has a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.routing import IntegerConverter, UnicodeConverter

if TYPE_CHECKING:
    from werkzeug.routing import Map


class WholeInAddress(IntegerConverter):
    """A whole number of an address, small enough for a column of either database; a larger one leads nowhere."""

    regex = "[0-9]{1,9}"


class WordInAddress(UnicodeConverter):
    """A word of an address; with a NUL, which PostgreSQL cannot even compare, it leads nowhere."""

    def __init__(
        self, url_map: Map, minlength: int = 1, maxlength: int | None = None, length: int | None = None
    ) -> None:
        """Take what Werkzeug's own converter takes."""
        super().__init__(url_map, minlength, maxlength, length)
        self.regex = self.regex.replace("[^/]", "[^/\\0]")
