"""Thousands of requests drawn from the API's own description, looking for a 500 or an answer that it does not tell.

    python bench/trust/api.py [--requests 5000] [--seed 1] [--json FILE]

On the database of DATABASE_URL, else of GRANTS_VAR, as it is (load the demonstration first); nothing is written. Half
of the requests follow the description, the other half break it: other types, signs of every alphabet, several times
the same parameter, unknown parameters and methods. An answer is a fault when its status is not described, when its
media type is not, or when its body is not of the described shape.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from bench.trust.bare import tell
from grants.app import create_app
from grants.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator


ODD = [
    "",
    " ",
    "0",
    "-1",
    "9" * 30,
    "é",
    "٢٠٢٦",
    "\U0001d54f",
    "%00",
    "\x00",
    "\ud83d",
    "' OR 1=1 --",
    "NEAR(",
    '"',
    "*",
    "a" * 10_000,
    "<b>",
]
METHODS = ["POST", "PUT", "DELETE", "PATCH", "TRACE"]
READ = "/api/v1"
ELSEWHERE = {404, 405}


def drawn(chance: random.Random, schema: dict[str, Any], known: list[str]) -> str:
    """Draw a value that the description admits."""
    if "enum" in schema:
        return str(chance.choice(schema["enum"]))
    if schema.get("pattern") == "^[0-9]{4}$":
        return f"{chance.randrange(10_000):04d}"
    if "pattern" in schema:
        return chance.choice([*known, "culture", "bellevue", "1", "a-b", "zz9"])
    return chance.choice(["jardin", "l'école", "vélo fete", "C++", *known])


def requests(
    told: dict[str, Any], number: int, chance: random.Random, known: list[str]
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Give (method, path of the description, parameters by name)."""
    for place in range(number):
        path = chance.choice(list(told["paths"]))
        asked = []
        for parameter in told["paths"][path]["get"]["parameters"]:
            if parameter["in"] == "path" or chance.random() < 1 / 3:
                odd = place % 2 and chance.random() < 1 / 2
                value = chance.choice(ODD) if odd else drawn(chance, parameter["schema"], known)
                asked += [(parameter["name"], value)] * chance.choice([1, 1, 1, 2])
        if place % 2 and chance.random() < 1 / 4:
            asked.append((chance.choice(["page", "limit", "__proto__", "q[]"]), chance.choice(ODD)))
        yield (chance.choice(METHODS) if place % 50 == 1 else "GET"), path, asked


@dataclass(slots=True)
class Asking:
    """Whom we ask, what it says of itself, and how often each status came back."""

    client: FlaskClient
    told: dict[str, Any]
    seen: Counter[int] = field(default_factory=Counter)


def fault(asking: Asking, method: str, path: str, asked: list[tuple[str, str]]) -> str:
    """Return what is wrong with the answer to a request, or nothing."""
    client, told, seen = asking.client, asking.told, asking.seen
    names = [(name, value.encode("utf-8", "replace").decode()) for name, value in asked]
    place = next((value for name, value in names if name == "id"), "").strip("/") or "1"
    address = READ + path.replace("{id}", place.replace("?", "").replace("/", ""))
    answer = client.open(address, method=method, query_string=[pair for pair in names if pair[0] != "id"])
    seen[answer.status_code] += 1
    if method != "GET":
        return "" if answer.status_code in ELSEWHERE else f"{answer.status_code} to {method}"
    described = told["paths"][path]["get"]["responses"].get(str(answer.status_code))
    if described is None:
        return f"{answer.status_code} is not described"
    content = described["content"].get(answer.mimetype)
    if content is None:
        return f"{answer.mimetype} is not described"
    shape = {**content["schema"], "components": told["components"]}
    error = next(Draft202012Validator(shape).iter_errors(answer.json), None)
    return error.message[:200] if error else ""


def faults_of(client: FlaskClient, number: int, seed: int) -> tuple[Asking, list[dict[str, Any]]]:
    """Ask so many drawn requests, and return whom was asked with the faults found."""
    told = client.get(f"{READ}/openapi.json").json
    first = client.get(f"{READ}/projects").json
    known = [
        first["next"] or "cDE",
        *(str(each["id"]) for each in first["projects"][:5]),
        *(each["slug"] for each in first["projects"][:5]),
    ]
    chance = random.Random(seed)  # noqa: S311 - a draw that can be made again
    asking, faults = Asking(client, told), []
    for method, path, asked in requests(told, number, chance, known):
        wrong = fault(asking, method, path, asked)
        if wrong:
            faults.append({"path": path, "asked": [(name, value[:60]) for name, value in asked], "fault": wrong})
    return asking, faults


def main() -> int:
    """Ask, tell the faults, and end with 1 if there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    client = create_app(load_settings(os.environ)).test_client()
    asking, faults = faults_of(client, options.requests, options.seed)
    result = {
        "seed": options.seed,
        "requests": options.requests,
        "answers": dict(sorted(asking.seen.items())),
        "faults": len(faults),
        "first": faults[:5],
    }
    tell(result, options.json)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
