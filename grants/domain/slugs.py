"""Addresses made of words: short, readable, without accents."""

from __future__ import annotations

import re

from grants.domain.fulltext import EMPTY_WORDS, fold

LONGEST_SLUG = 60
_APART = re.compile(r"[^a-z0-9]+")


def slug_of(title: str) -> str:
    """Return a title's address, cut at a whole word; empty when nothing of it can be written in Latin letters.

    Leading articles are dropped: « L’atelier du quai » becomes `atelier-du-quai`.
    """
    words = [word for word in _APART.split(fold(title[:500])) if word]
    while len(words) > 1 and words[0] in EMPTY_WORDS:
        words.pop(0)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug
