"""Ways to reach somebody, found in what people write, and left out of what is kept for ever."""

from __future__ import annotations

import re
from typing import Final

GONE: Final = "[…]"
"""What stands for an address, a telephone or an account that was left out."""

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w+])(?:(?:\+|00)33[\s.-]?(?:\(0\)[\s.-]?)?[1-9]|0[1-9])(?:[\s./-]?\d{2}){4}(?!\w)")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]{4}){3,7}(?:[ \u00a0\u202f]?[A-Z0-9]{1,3})?\b")


def without_contacts(text: str) -> str:
    """Return a text without electronic addresses, French telephone numbers, nor bank accounts (IBAN)."""
    for pattern in (_MAIL, _ACCOUNT, _PHONE):
        text = pattern.sub(GONE, text)
    return text
