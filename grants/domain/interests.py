"""Who on the council has an interest in an association, and so takes no part in what is decided of it.

Code général des collectivités territoriales, art. L.2131-11: an act in which members interested in the matter took part
is unlawful. The judge looks at the preparation as well as at the debate and the vote (Conseil d'État, section,
16 December 1994, Commune d'Oullins, n° 145370): an interest that ended while the files were being prepared counts too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_NO_WORD = re.compile(r"[^\w]+")


def folded(name: str) -> str:
    """Return a name as it is compared: lower case, without accents nor punctuation."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return _NO_WORD.sub(" ", "".join(each for each in letters if not unicodedata.combining(each))).strip()


def overlaps(since: date | None, until: date | None, first: date, last: date) -> bool:
    """Tell whether something in force from a day to another (None: nobody knows, or still) was so between two days."""
    return (since is None or since <= last) and (until is None or until >= first)


def named_in(name: str, parties: frozenset[str]) -> bool:
    """Tell whether a name is one of these (folded) parties to a file."""
    return bool(name) and folded(name) in parties
