"""Short codes typed by hand."""

from __future__ import annotations

import unicodedata


def digits_of(typed: str) -> str:
    """Return the digits of what was typed as 0 to 9, whatever the script and the signs between.

    One code has thus one spelling: what is compared, counted and remembered is the same however it was typed.
    """
    return "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())
