"""What somebody wrote in a reply, without the mail they replied to. In doubt, everything stays."""

from __future__ import annotations

import re
from typing import Final

ABOVE: Final = "##-"
"""Begins and, turned round, ends the line above which people reply; our mails carry it."""
_MARK: Final = re.compile(r"##-.*-##")
_SAID: Final = re.compile(
    r"^\W*(le|on|am|el|il|op)\b.{3,300}\b(a écrit|wrote|schrieb|escribió|ha scritto|schreef)\b.{0,5}$",
    re.IGNORECASE | re.DOTALL,
)
_HEAD: Final = re.compile(
    r"^[>\s*]*(de|from|envoyé|sent|date|à|to|cc|objet|subject|répondre à|reply-to)\b[\s*]*:", re.IGNORECASE
)
_GREETING: Final = re.compile(r"^[>\s]*(bonjour|hello) ?,\s*$", re.IGNORECASE)
_RULE: Final = re.compile(r"^[>\s]*([_-]{5,}|-+ *(message d.origine|original message) *-+)[\s]*$", re.IGNORECASE)
SIGNATURE_LINES: Final = 8
ATTRIBUTION_LINES: Final = 3


def own_words(text: str) -> str:
    """Return the reply alone: what stands above our mark, or above a quotation that ends the mail, without signature.

    Words below or between quoted lines are a way of replying: the mail then stays whole, and so does one of which
    nothing would be left.
    """
    lines = text.split("\n")
    marked = next((place for place, line in enumerate(lines) if _MARK.search(line)), None)
    kept = _without_last_quotation(lines) if marked is None else _without_greeting(lines[:marked])
    if len(kept) < len(lines):
        kept = _without_attribution(kept)
    kept = _without_signature(kept)
    return "\n".join(kept).strip() or text.strip()


def _without_greeting(lines: list[str]) -> list[str]:
    """Leave out the greeting of our own mail, which stands right above its mark."""
    kept = _trimmed([*lines])
    while kept and not kept[-1].strip("> \t"):
        kept = kept[:-1]
    return kept[:-1] if kept and _GREETING.match(kept[-1]) else kept


def _without_last_quotation(lines: list[str]) -> list[str]:
    """Leave out the quoted lines that end a mail."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    quoted = any(line.lstrip().startswith(">") for line in lines[end:])
    return lines[:end] if quoted else lines


def _without_attribution(lines: list[str]) -> list[str]:
    """Leave out what announces a quotation: “On Monday, the town wrote:”, or the heads of the mail quoted."""
    kept = _trimmed(lines)
    while kept and (kept[-1].lstrip().startswith(">") or _HEAD.match(kept[-1]) or _RULE.match(kept[-1])):
        kept = _trimmed(kept[:-1])
    for number in range(1, ATTRIBUTION_LINES + 1):
        if _SAID.match(" ".join(kept[-number:]).strip()):
            return _trimmed(kept[:-number])
    return kept


def _without_signature(lines: list[str]) -> list[str]:
    """Leave out a short signature, which begins with two dashes alone on their line."""
    start = next((place for place, line in enumerate(lines) if line in {"-- ", "--"}), None)
    if start is None or len(lines) - start - 1 > SIGNATURE_LINES:
        return lines
    return lines[:start]


def _trimmed(lines: list[str]) -> list[str]:
    """Leave out the empty lines at the end."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
