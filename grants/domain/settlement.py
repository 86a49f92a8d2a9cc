"""A settlement in plain lists and texts: what goes into a computation of the common cap, what comes out, replayed.

Inputs are `{"cap": cents, "envelopes": {key: cents}, "requests": [{"key", "requested": cents, "envelopes": [keys]}]}`,
with `"step": cents` when the common cap is rounded down to more than a cent: settlements kept before steps existed
have none and replay as they did. Results are `{"awarded": {key: cents}, "drawn": [{"key", "envelope", "cents"}],
"common_caps": [{"envelopes": [keys], "cents"}]}`. The rule itself is `equal_awards` (`awards.py`).
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from grants.domain.awards import Awards, Request, equal_awards

FEWEST_ALIKE: Final = 3
"""Sums without names are shown before the vote only when as many files at least may draw on the same envelopes."""


def requests_in(inputs: Mapping[str, Any]) -> list[Request]:
    """Return what was asked."""
    return [Request(each["key"], each["requested"], frozenset(each["envelopes"])) for each in inputs["requests"]]


def step_of(inputs: Mapping[str, Any]) -> int:
    """Return the step the common cap is rounded down to, in cents."""
    return int(inputs.get("step", 1))


def stepped(inputs: Mapping[str, Any], step: int) -> dict[str, Any]:
    """Return the inputs with another step (cents); a step of one cent is not written."""
    plain = {name: value for name, value in inputs.items() if name != "step"}
    return plain | ({"step": step} if step > 1 else {})


def replay(inputs: Mapping[str, Any]) -> Awards:
    """Compute a settlement again from what went into it."""
    return equal_awards(requests_in(inputs), inputs["envelopes"], inputs["cap"], step=step_of(inputs))


def results_of(awards: Awards) -> dict[str, Any]:
    """Write what came out, ready to be kept and published."""
    return {
        "awarded": {str(key): cents for key, cents in sorted(awards.awarded.items(), key=str)},
        "drawn": [
            {"key": str(key), "envelope": envelope, "cents": cents}
            for (key, envelope), cents in sorted(awards.drawn.items(), key=str)
        ],
        "common_caps": [
            {"envelopes": sorted(group), "cents": cents}
            for group, cents in sorted(awards.common_caps.items(), key=lambda item: sorted(item[0]))
        ],
    }


def awards_in(results: Mapping[str, Any]) -> Awards:
    """Read what came out, as it was kept."""
    return Awards(
        awarded=dict(results["awarded"]),
        drawn={(each["key"], each["envelope"]): each["cents"] for each in results["drawn"]},
        common_caps={frozenset(each["envelopes"]): each["cents"] for each in results["common_caps"]},
    )


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """Return a short text that changes whenever the inputs do."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:32]


def anonymous(inputs: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the inputs with sums in increasing order instead of numbers of files.

    None when fewer than `FEWEST_ALIKE` files may draw on some set of envelopes: the sum would tell who asked it.
    """
    sums = sorted((each["requested"], sorted(each["envelopes"])) for each in inputs["requests"])
    alike: dict[tuple[str, ...], int] = {}
    for _, envelopes in sums:
        alike[tuple(envelopes)] = alike.get(tuple(envelopes), 0) + 1
    if any(files < FEWEST_ALIKE for files in alike.values()):
        return None
    width = len(str(len(sums)))
    named = [
        {"key": f"{position:0{width}}", "requested": cents, "envelopes": envelopes}
        for position, (cents, envelopes) in enumerate(sums, start=1)
    ]
    return {**inputs, "requests": named}
