"""What is written without an account: what is held until a person has looked, and for how long anything is kept.

Nothing is ever thrown away by a rule: words are shown, or held and then shown or hidden by a person. The rules are
those of wikis and forums that live without accounts: a field that only machines fill, a form that was open for some
time, links by hands that nobody knows yet, many words at once, the same words again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

SOONEST: Final = 3.0
"""Seconds: nobody reads a form, writes and sends in less."""
LATEST: Final = 86_400.0
"""Seconds: a form open for longer was stored by a machine, or forgotten; its words are kept, and looked at."""
PER_HAND: Final = 10
"""Words of one hand within an hour before the next are held."""
PER_ADDRESS: Final = 60
"""Words from one address within an hour before the next are held: a class writes from one address."""
NEW_PER_ADDRESS: Final = 12
"""Words by hands that nobody knows, from one address, within an hour before the next are held."""
ADDRESS_DAYS: Final = 30
"""Days for which the hash of an address is kept."""
CONTACT_DAYS: Final = 180
"""Days for which the contact of somebody who offers help is kept, after it was passed on."""
ALIKE: Final = 0.9
SHORTEST: Final = 40
"""Letters: shorter texts (« Bravo pour ce projet ! ») are alike by nature."""
SHOUTED: Final = 0.7
LETTERS_HEARD: Final = 20
FOREIGN_LETTERS: Final = 4
REPORTS_THAT_CALL: Final = 3
"""Reports of one message that call the staff by mail."""

_LINK = re.compile(
    r"(?:https?|ftp)\s*:\s*/\s*/|www\s*\.|hxxp|\[/?url|<\s*a\s|href\s*=|\]\s*\("
    r"|\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|ru|cn|xyz|top|site|online|shop|store|club|io|co|me|tk|ml|ga|pw|icu|vip|win"
    r"|bet|casino|live|pro|app|link|click|fr|eu|be|uk|de|bzh|ly|gl|to|cc|su|in)\b"
    r"|\b[a-z0-9-]{2,}\s*(?:\[\.\]|\(\.\)|\(dot\)|\[dot\]|\sdot\s|\(point\)|\s\.)\s*(?:com|net|org|ru|info|xyz|shop|top|fr)\b",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+\s*\.|\b(?:whats\s*app|telegram|t\.me|skype|viber|wechat)\b|@\w{4,}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]+\s*@\s*[\w-]+(?:\s*\.\s*[\w-]+)+")
_NUMBER = re.compile(r"(?:\+|00)\s?\d[\d .()-]{7,}")
_TRADE = re.compile(
    r"\b(?:casino|viagra|cialis|crypto\w*|bitcoin\w*|forex|seo|backlinks?|payday|loans?|pharmacy|porn\w*|escorts?|betting"
    r"|sex\w*|replica|rolex|jackpot|slots?|gambling|traffic|followers|investment|earn money|make money|nudes?|onlyfans"
    r"|credit (?:rapide|urgent)|pr[eê]t entre particuliers?|offre de pr[eê]t|voyance|marabout|retour (?:d.)?affection"
    r"|gagnez de l.argent|r[eé]f[eé]rencement|perdre du poids|piratage)\b",
    re.IGNORECASE,
)


class Why(StrEnum):
    """Why words are held."""

    TRAP = "trap"
    TOKEN = "token"  # noqa: S105 - the name of a reason
    TOO_SOON = "too_soon"
    TOO_LATE = "too_late"
    REPLAYED = "replayed"
    LINKS = "links"
    REACH = "reach"
    TRADE = "trade"
    ALPHABET = "alphabet"
    SHOUTED = "shouted"
    REPEATED = "repeated"
    RATE = "rate"
    WIPED = "wiped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came with a form: its texts, the field people do not see, and seconds since it was opened.

    `seconds` is None when the form carries no signed time, or a damaged one. `replayed` when the same signed form came
    before with other words. `known` when a moderator kept a word of this hand. `recent` are the last texts of others.
    """

    texts: Sequence[str]
    trap: str = ""
    seconds: float | None = None
    replayed: bool = False
    known: bool = False
    over_rate: bool = False
    recent: Sequence[str] = ()
    wiped: bool = False


def why_held(sent: Sent) -> Why | None:
    """Return why a person must look first, None when the words may be shown at once."""
    whole = "\n".join(sent.texts)
    machine = _machine(sent)
    if machine is not None:
        return machine
    if sent.over_rate:
        return Why.RATE
    if repeated(whole, sent.recent):
        return Why.REPEATED
    return None if sent.known else _strange(sent, whole)


def _machine(sent: Sent) -> Why | None:
    """Return what no person does: it holds whoever writes."""
    if sent.trap.strip():
        return Why.TRAP
    if sent.seconds is None:
        return Why.TOKEN
    if sent.replayed:
        return Why.REPLAYED
    if sent.seconds < SOONEST:
        return Why.TOO_SOON
    return Why.TOO_LATE if sent.seconds > LATEST else None


def _strange(sent: Sent, whole: str) -> Why | None:
    """Return what is only odd from a hand that nobody knows."""
    plain = unicodedata.normalize("NFKC", whole)
    faults = (
        (Why.LINKS, bool(_LINK.search(plain))),
        (Why.REACH, bool(_REACH.search(plain) or _NUMBER.search(plain))),
        (Why.TRADE, bool(_TRADE.search(plain))),
        (Why.ALPHABET, foreign(plain)),
        (Why.SHOUTED, shouted(plain)),
        (Why.WIPED, sent.wiped),
    )
    return next((why for why, found in faults if found), None)


def without_addresses(text: str, instead: str) -> str:
    """Return a text whose e-mail addresses are replaced: none is ever shown."""
    return _ADDRESS.sub(instead, text)


def foreign(text: str) -> bool:
    """Tell whether a text has words of other alphabets than ours, which the town cannot read at a glance."""
    others = sum(1 for sign in text if sign.isalpha() and "LATIN" not in unicodedata.name(sign, "LATIN"))
    return others >= FOREIGN_LETTERS


def shouted(text: str) -> bool:
    """Tell whether a text is nearly all in capitals."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= LETTERS_HEARD and sum(map(str.isupper, letters)) > SHOUTED * len(letters)


def repeated(text: str, recent: Sequence[str]) -> bool:
    """Tell whether a text says again, with a word or two changed, what somebody has just written."""
    mine = folded(text)
    return len(mine) >= SHORTEST and any(_alike(mine, folded(other)) for other in recent)


def folded(text: str) -> str:
    """Return a text as it is compared: letters only, in lower case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalpha() or sign == " ")[:600]


def _alike(one: str, other: str) -> bool:
    """Compare two folded texts, the cheap way first."""
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return (
        len(other) >= SHORTEST
        and matcher.real_quick_ratio() >= ALIKE
        and matcher.quick_ratio() >= ALIKE
        and matcher.ratio() >= ALIKE
    )
