"""A year's sharing as everybody may read it: sums without names before the council's vote, project by project after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grants.budget.queries.awards import deliberations_of
from grants.budget.queries.figures import FileFigures, all_envelopes, files_of, receivable_files
from grants.budget.queries.settlements import latest_settlement
from grants.domain import settlement as plain
from grants.domain.sharing import Block, explain

if TYPE_CHECKING:
    from grants.budget.models import Envelope
    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Bar:
    """One application on the picture: what it asks under the call's cap and what it receives, in cents.

    `file` says whose it is, after the vote only.
    """

    most: int
    awarded: int
    file: FileFigures | None


@dataclass(frozen=True, slots=True)
class Purse:
    """One envelope: the money shared, what each kind of file drew on it, and what stays. Cents.

    `files` may draw on it; `elsewhere` is what those files drew on other envelopes.
    """

    name: str
    reserved: bool
    money: int
    drawn: int
    files: int
    elsewhere: int

    @property
    def left(self) -> int:
        """Cents that stay."""
        return self.money - self.drawn


@dataclass(frozen=True, slots=True)
class Explained:
    """The computation in figures. `named` after the vote; `bars` go with `blocks`, in increasing order of the sums."""

    at: datetime
    cap: int
    step: int
    named: bool
    files: int
    over_cap: int
    requested: int
    capped: int
    awarded: int
    purses: list[Purse]
    blocks: list[tuple[list[str], Block, list[Bar]]]

    @property
    def credits(self) -> int:
        """Cents that were shared."""
        return sum(purse.money for purse in self.purses)

    @property
    def short(self) -> bool:
        """Whether somebody receives less than asked under the call's cap."""
        return self.awarded < self.capped


def published_of(call: Call) -> dict[str, Any] | None:
    """Return what may be given away to be replayed: `{"year", "at", "named", "inputs", "results"}`.

    Once the council has voted every file of it, the settlement as it was kept. Before, the same sums in increasing
    order without numbers of files, shared anew (odd cents may fall elsewhere). None when nothing was computed, or when
    the sums would tell who asks.
    """
    settlement = latest_settlement(call)
    if settlement is None:
        return None
    told = {"year": call.year, "at": settlement.at.isoformat()}
    asked = {each["key"] for each in settlement.inputs["requests"]}
    if deliberations_of(call) and asked.isdisjoint(file.number for file in receivable_files(call)):
        return {**told, "named": True, "inputs": settlement.inputs, "results": settlement.results}
    inputs = plain.anonymous(settlement.inputs)
    if inputs is None:
        return None
    return {**told, "named": False, "inputs": inputs, "results": plain.results_of(plain.replay(inputs))}


def explained_of(call: Call) -> Explained | None:
    """Explain the last computation of a call; None as for `published_of`."""
    published, settlement = published_of(call), latest_settlement(call)
    if published is None or settlement is None:
        return None
    inputs, envelopes = published["inputs"], all_envelopes(call)
    asked = [each["requested"] for each in inputs["requests"]]
    known = {file.number: file for file in files_of(call)} if published["named"] else {}
    return Explained(
        at=settlement.at,
        cap=inputs["cap"],
        step=plain.step_of(inputs),
        named=published["named"],
        files=len(asked),
        over_cap=sum(cents > inputs["cap"] for cents in asked),
        requested=sum(asked),
        capped=sum(min(cents, inputs["cap"]) for cents in asked),
        awarded=sum(published["results"]["awarded"].values()),
        purses=[_purse(each, published) for each in envelopes if each.key in inputs["envelopes"]],
        blocks=_blocks(published, {each.key: each.name for each in envelopes}, known),
    )


def _purse(envelope: Envelope, published: dict[str, Any]) -> Purse:
    """Count one envelope."""
    inputs, drawn = published["inputs"], published["results"]["drawn"]
    mine = {each["key"] for each in inputs["requests"] if envelope.key in each["envelopes"]}
    return Purse(
        name=envelope.name,
        reserved=envelope.earmark != "none",
        money=inputs["envelopes"][envelope.key],
        drawn=sum(each["cents"] for each in drawn if each["envelope"] == envelope.key),
        files=len(mine),
        elsewhere=sum(each["cents"] for each in drawn if each["key"] in mine and each["envelope"] != envelope.key),
    )


def _blocks(
    published: dict[str, Any], names: dict[str, str], known: dict[str, FileFigures]
) -> list[tuple[list[str], Block, list[Bar]]]:
    """Tell each block with the names of its envelopes and its bars."""
    inputs, awarded = published["inputs"], published["results"]["awarded"]
    asked = {each["key"]: min(each["requested"], inputs["cap"]) for each in inputs["requests"]}
    told = explain(
        plain.requests_in(inputs),
        inputs["envelopes"],
        inputs["cap"],
        plain.awards_in(published["results"]),
    )
    return [
        (
            [name for key, name in names.items() if key in block.envelopes],
            block,
            [Bar(asked[str(key)], awarded[str(key)], known.get(str(key))) for key in block.keys],
        )
        for block in told
    ]
