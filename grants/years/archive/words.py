"""What people wrote, as a page that must be read in thirty years shows it: no way to reach anybody, no link outside."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from grants.domain.contacts import without_contacts
from grants.projects.text import to_html

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])")
"""Names no file may have on some machines."""


def readable(text: str) -> str:
    """Return a text without signs that no page can hold, nor any way to reach somebody."""
    visible = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or sign in "\u00a0\u202f")
    return without_contacts(visible)


def finished(value: Any) -> Any:  # noqa: ANN401 - whatever a template writes
    """Make ready whatever a template writes; what is HTML already was made ready before."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else readable(value)


def prose(text: str) -> Markup:
    """Return a story as HTML that is XML too; a link becomes its words, then the address in brackets."""
    html = _LINK.sub(_told, str(to_html(readable(text)))).replace("<br>", "<br/>")
    return Markup(html)  # noqa: S704 - `to_html` cleaned it, and nothing but text was taken out of its tags


def file_name(slug: str) -> str:
    """Return the name of a project's page: its own for ever, whatever machine it is read on."""
    return f"{slug}-.html" if _RESERVED.fullmatch(slug) else f"{slug}.html"


def plain_data(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return data without any way to reach somebody; numbers of associations and addresses of pages stay."""
    if isinstance(value, dict):
        return {key: each if key in _KEPT else plain_data(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain_data(each) for each in value]
    return readable(value) if isinstance(value, str) else value


_KEPT = frozenset({"siret", "rna", "url", "slug", "public_since", "updated_at", "voted_on"})


def _told(link: re.Match[str]) -> str:
    """Tell a link without making it one."""
    address, words = link[1].removeprefix("mailto:"), link[2]
    return words if address in words else f"{words} ({address})"
