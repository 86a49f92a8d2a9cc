"""Ways to tamper with the books: change, remove, move, cut, insert a line, or write the rest of the chain anew."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import TYPE_CHECKING, Any

from grants.budget.books.verify import CHAIN_FIELDS, GENESIS

if TYPE_CHECKING:
    from random import Random

Rows = list[dict[str, Any]]

WAYS = ("flip", "remove", "cut", "swap", "insert", "write_anew", "cut_and_write_anew")


def tampered(rows: Rows, rng: Random) -> Rows:
    """Return the rows as somebody who may write in the database would leave them, never as they were."""
    forged = rows
    while forged == rows:
        forged = _forged(copy.deepcopy(rows), rng.choice(WAYS), rng)
    return forged


def chained(rows: Rows) -> Rows:
    """Number the rows and write their chain anew, so that it holds."""
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        row |= {"number": number, "previous_hash": previous}
        plain = {name: value for name, value in row.items() if name not in CHAIN_FIELDS}
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        previous = row["hash"] = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
    return rows


def _forged(rows: Rows, way: str, rng: Random) -> Rows:
    """Tamper one way."""
    place = rng.randrange(len(rows))
    if way == "flip":
        _flip(rows[place], rng)
    elif way == "remove":
        del rows[place]
    elif way == "cut":
        del rows[place:]
    elif way == "swap":
        other = rng.randrange(len(rows))
        rows[place], rows[other] = rows[other], rows[place]
    elif way == "insert":
        rows.insert(place, copy.deepcopy(rng.choice(rows)))
    elif way == "write_anew":
        _flip(rows[place], rng)
        chained(rows)
    else:
        del rows[place]
        chained(rows)
    return rows


def _flip(row: dict[str, Any], rng: Random) -> None:
    """Change one field of a line, a little."""
    name = rng.choice(sorted(row))
    value = row[name]
    if name == "at":  # a digit for another: the same instant written otherwise would be no forgery
        at = rng.choice([place for place, sign in enumerate(value) if sign.isdigit()])
        row[name] = value[:at] + rng.choice("0123456789".replace(value[at], "")) + value[at + 1 :]
    elif isinstance(value, dict):
        row[name] = value | {"cents": rng.randrange(10**6)}
    elif isinstance(value, int):
        row[name] = value + rng.choice((-1, 1, 1000))
    elif isinstance(value, str) and value:
        at = rng.randrange(len(value))
        row[name] = value[:at] + rng.choice("0123456789abcdef") + value[at + 1 :]
    else:
        row[name] = rng.randrange(1, 9)
