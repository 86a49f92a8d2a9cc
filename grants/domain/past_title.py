"""What a past grant is called: a title drawn from its purpose."""

from __future__ import annotations

import re
from typing import Final

LONGEST_TITLE: Final = 140
"""Characters of a title (domain: the two pages)."""
SENTENCE_END: Final = re.compile(r"(?<=[.!?;:])\s|\n\s*\n|\n\s*[-•*]")


def short_title(purpose: str) -> str:
    """Return the first sentence of a purpose, cut between words at 140 characters."""
    first = SENTENCE_END.split(purpose.strip(), maxsplit=1)[0].strip().rstrip(".;:,")
    words = " ".join(first.split())
    if len(words) <= LONGEST_TITLE:
        return words
    return words[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(" ,;:-") + "…"
