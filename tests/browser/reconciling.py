"""The figures of a fund read again from its exported ledger alone, by plain double entry, without the application.

Nothing here knows the code that wrote the lines: each movement takes cents out of one purse and puts them into
another, and every figure a page shows is what stands in purses at the end.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict

# Where each kind of line takes its cents, and where it puts them.
WAYS = {
    "allocation": ("outside", "free"),
    "amendment": ("outside", "free"),
    "transfer": ("outside", "free"),
    "commitment": ("free", "promised"),
    "release": ("promised", "free"),
    "payment_order": ("promised", "at the bank"),
    "payment": ("at the bank", "gone"),
    "repayment": ("gone", "back"),
}


MINUS = "\N{MINUS SIGN}"


def purses(path, apart=()):
    """Return the cents in each purse by envelope and by file, from ledger.csv; envelopes apart hold no money."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = {line["number"]: line for line in csv.DictReader(file, delimiter=";")}
    whole = defaultdict(int)
    for line in lines.values():
        way, sign = line["kind"], 1
        if way == "reversal":
            way, sign = lines[line["reverses"]]["kind"], -1
        if way == "request" or line["envelope"] in apart:
            continue
        out, into = WAYS[way]
        cents = sign * int(line["amount"])
        for place in ("envelope", line["envelope"]), ("file", line["application"]):
            whole[*place, out] -= cents
            whole[*place, into] += cents
    assert sum(cents for (kind, *_), cents in whole.items() if kind == "envelope") == 0
    return whole


def figures(whole, kind, which):
    """Return what the pages call these purses, in cents."""
    free, promised, bank, gone, back = (
        whole[kind, which, purse] for purse in ("free", "promised", "at the bank", "gone", "back")
    )
    paid = gone + back
    return {
        "allocated": -whole[kind, which, "outside"],
        "available": free,
        "committed": promised + bank + paid,
        "ordered": bank + paid,
        "paid": paid,
        "repaid": back,
    }


def cents(text):
    """Read a sum as a page writes it."""
    digits = re.sub(rf"[^\d,{MINUS}-]", "", text).replace(MINUS, "-")
    whole, _, rest = digits.partition(",")
    return int(whole + rest.ljust(2, "0"))
