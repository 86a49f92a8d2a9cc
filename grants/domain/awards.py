"""Equal awards: when money is short, the common cap falls for everybody until it fits.

The rule is egalitarian sharing under earmarks (Bochet, Ilkilic and Moulin, Journal of Economic Theory 148, 2013), a
lexicographically optimal flow. Applications that may draw on the same envelopes form one group. A level rises for all
groups alike, one cent at a time in thought and by bisection in fact, each cent going round in the order of the keys.
When a set of envelopes is used up, the groups that have no other money stay where they are and the others rise on.
A set of amounts can be paid exactly when a flow from groups to envelopes carries it: that is what `Flow` answers.

With a rounding step the level is found as an exact fraction, then rounded down for those it cuts: see `equal_awards`.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grants.domain.flow import Flow
from grants.domain.levels import Group, Member, fill, fill_by_steps

STEPS: Final = (1, 100, 1000)
"""The steps a town may round the common cap down to, in cents: one cent, one euro, ten euros."""


@dataclass(frozen=True, slots=True)
class Request:
    """What one application asks: cents, and the envelopes that may pay for it."""

    key: Hashable
    requested: int
    envelopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Awards:
    """The shared money, in cents.

    `awarded` holds every key, `drawn` only what is above nothing. `common_caps` gives the cap in force for each group
    of envelopes that share money and ran short together (some of its applications may have one cent more), and the
    call's own cap for each envelope on which nobody ran short.
    """

    awarded: dict[Hashable, int]
    drawn: dict[tuple[Hashable, str], int]
    common_caps: dict[frozenset[str], int]


def equal_awards(requests: Sequence[Request], envelopes: Mapping[str, int], cap: int, *, step: int = 1) -> Awards:
    """Share the envelopes so that the smallest award is as large as can be, then the next, and so on.

    This is max-min fairness. Nobody receives more than min(requested, cap). With one envelope this is the common cap.
    Amounts in cents, exact: Σ drawn on an envelope ≤ its amount; nothing useful is left while somebody below request
    and cap could still draw on it; equals differ by at most one cent, the first keys receiving it (numbers and texts in
    their own order, other keys by type and representation), whatever the order of `requests`. What only few may use is
    drawn first.

    With a `step` above one cent, each common cap (its exact value, before any odd cent) is rounded down to that step.
    Who asks no more than the rounded cap receives all that was asked, whole; everybody else under that cap receives
    the rounded cap, so equals are exactly equal. What rounding leaves stays on its envelopes: it goes to nobody else.
    A common cap below the step is rounded to the cent only, so that rounding brings nobody to nothing. The call's own
    cap is never rounded.

    Raises ValueError on negative amounts, unknown envelopes, duplicate keys, a step below one cent.
    """
    _check(requests, envelopes, cap)
    if step < 1:
        msg = "the step is below one cent"
        raise ValueError(msg)
    names = sorted(envelopes)
    amounts = [envelopes[name] for name in names]
    groups = _group(requests, names, cap)
    tight = fill(groups, amounts) if step == 1 else fill_by_steps(groups, amounts, step)
    awarded = {
        member.key: cents for group in groups for member, cents in zip(group.members, group.amounts, strict=True)
    }
    for request in requests:
        awarded.setdefault(request.key, 0)
    common_caps = {frozenset(names[i] for i in block): level for block, level in tight.items()}
    short = {name for block in common_caps for name in block}
    common_caps.update({frozenset([name]): cap for name in names if name not in short})
    return Awards(awarded, _split(groups, amounts, names), common_caps)


def _check(requests: Sequence[Request], envelopes: Mapping[str, int], cap: int) -> None:
    """Raise ValueError on what cannot be shared."""
    if cap < 0 or any(cents < 0 for cents in envelopes.values()) or any(r.requested < 0 for r in requests):
        msg = "an amount is negative"
        raise ValueError(msg)
    unknown = frozenset[str]().union(*{request.envelopes for request in requests}) - envelopes.keys()
    if unknown:
        msg = f"unknown envelopes: {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    if len({request.key for request in requests}) < len(requests):
        msg = "two requests have the same key"
        raise ValueError(msg)


def _group(requests: Sequence[Request], names: list[str], cap: int) -> list[Group]:
    """Make groups by set of envelopes, in the order of turns; who can receive nothing is left out."""
    position = {name: i for i, name in enumerate(names)}
    groups: dict[frozenset[str], Group] = {}
    for turn, request in enumerate(_in_turn(requests)):
        most = min(request.requested, cap)
        if most and request.envelopes:
            if request.envelopes not in groups:
                groups[request.envelopes] = Group(frozenset(position[name] for name in request.envelopes))
            groups[request.envelopes].members.append(Member(turn, request.key, most))
    for group in groups.values():
        group.prepare()
    return list(groups.values())


def _in_turn(requests: Sequence[Request]) -> list[Request]:
    """Put requests in the order in which odd cents go round."""
    for kind in (int, str):
        if all(type(request.key) is kind for request in requests):
            return sorted(requests, key=lambda request: request.key)  # type: ignore[arg-type,return-value]
    return sorted(requests, key=lambda request: (type(request.key).__qualname__, repr(request.key)))


def _split(groups: list[Group], amounts: list[int], names: list[str]) -> dict[tuple[Hashable, str], int]:
    """Which envelope pays what: those that fewest applications may use give most, then the wider ones."""
    reach = [sum(len(group.members) for group in groups if i in group.envelopes) for i in range(len(names))]
    order = sorted(range(len(names)), key=lambda i: (reach[i], i))
    flow = Flow([group.envelopes for group in groups], [0] * len(names))
    for envelope in order:
        flow.left[envelope] = amounts[envelope]
        for position, group in enumerate(groups):
            flow.draw(position, sum(group.amounts) - sum(drawn.get(position, 0) for drawn in flow.drawn))
    shares: dict[tuple[Hashable, str], int] = {}
    for position, group in enumerate(groups):
        shares.update(_deal(group, [(names[i], flow.drawn[i][position]) for i in order if position in flow.drawn[i]]))
    return shares


def _deal(group: Group, purse: list[tuple[str, int]]) -> Iterator[tuple[tuple[Hashable, str], int]]:
    """Deal the money of a group out to its members one after the other, so that few draw on two envelopes."""
    sources = iter(purse)
    name, left = "", 0
    for member, cents in zip(group.members, group.amounts, strict=True):
        due = cents
        while due:
            if not left:
                name, left = next(sources)
            share = min(due, left)
            yield (member.key, name), share
            due -= share
            left -= share
