"""Equal awards: when money is short, the common cap falls for everybody until it fits.

The rule is egalitarian sharing under earmarks (Bochet, Ilkilic and Moulin, Journal of Economic Theory 148, 2013), a
lexicographically optimal flow. Applications that may draw on the same envelopes form one group. A level rises for all
groups alike, one cent at a time in thought and by bisection in fact, each cent going round in the order of the keys.
When a set of envelopes is used up, the groups that have no other money stay where they are and the others rise on.
A set of amounts can be paid exactly when a flow from groups to envelopes carries it: that is what `_Flow` answers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise


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


@dataclass(frozen=True, slots=True)
class _Member:
    """An application inside its group: its turn when cents go round, and the most it can receive."""

    turn: int
    key: Hashable
    most: int


@dataclass(slots=True)
class _Group:
    """Applications that may draw on the same envelopes (given by position), in the order of their turns."""

    envelopes: frozenset[int]
    members: list[_Member] = field(default_factory=list)
    ceilings: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)

    def prepare(self) -> None:
        """Sort the ceilings once, so that each level costs one bisection."""
        self.ceilings = sorted(member.most for member in self.members)
        self.sums = [0, *accumulate(self.ceilings)]

    def at_level(self, level: int) -> int:
        """Count the cents the group needs when each member receives at most `level`."""
        below = bisect_right(self.ceilings, level)
        return self.sums[below] + (len(self.ceilings) - below) * level

    def waiting(self, level: int) -> list[int]:
        """Give the turns of the members who could take one more cent above `level`."""
        return [member.turn for member in self.members if member.most > level]

    def stop(self, level: int, turn: int) -> None:
        """Fix the amounts: at most `level`, and one cent more for those before `turn`."""
        self.amounts = [min(member.most, level + (member.turn < turn)) for member in self.members]


_Rising = list[tuple[_Group, frozenset[int]]]
"""Groups whose level still rises, with the envelopes in which there is money left for them."""


class _Flow:
    """Money from envelopes to groups; groups and envelopes are positions."""

    def __init__(self, reach: Sequence[frozenset[int]], left: Iterable[int]) -> None:
        """Start with nothing drawn; `reach` gives the envelopes of each group, `left` the money of each envelope."""
        self.reach = [sorted(envelopes) for envelopes in reach]
        self.left = list(left)
        self.drawn: list[dict[int, int]] = [{} for _ in self.left]

    def draw(self, group: int, cents: int) -> frozenset[int]:
        """Let a group draw; empty when it could, else the exhausted envelopes that close it in."""
        while cents:
            path = self._way_to_money(group)
            if isinstance(path, frozenset):
                return path
            cents -= self._move(path, cents)
        return frozenset()

    def _way_to_money(self, group: int) -> list[tuple[int, int]] | frozenset[int]:
        """Find the shortest chain of (group, envelope) hand-overs that ends at money left, else the envelopes seen."""
        came: dict[int, tuple[int, int]] = {}
        queue: list[int] = []

        def see(seen_group: int, previous: int) -> None:
            for envelope in self.reach[seen_group]:
                if envelope not in came:
                    came[envelope] = (seen_group, previous)
                    queue.append(envelope)

        see(group, -1)
        for envelope in queue:
            if self.left[envelope]:
                path = []
                while envelope >= 0:  # back along the chain
                    holder, previous = came[envelope]
                    path.append((holder, envelope))
                    envelope = previous  # noqa: PLW2901
                return path[::-1]
            for holder in self.drawn[envelope]:
                see(holder, envelope)
        return frozenset(came)

    def _move(self, path: list[tuple[int, int]], cents: int) -> int:
        """Hand over along the path; give the cents the group received."""
        last = path[-1][1]
        amount = min(cents, self.left[last])
        for (_, envelope), (holder, _) in pairwise(path):
            amount = min(amount, self.drawn[envelope][holder])
        for (_, envelope), (holder, _) in pairwise(path):
            self._add(holder, envelope, -amount)
        for holder, envelope in path:
            self._add(holder, envelope, amount)
        self.left[last] -= amount
        return amount

    def _add(self, group: int, envelope: int, cents: int) -> None:
        amount = self.drawn[envelope].get(group, 0) + cents
        if amount:
            self.drawn[envelope][group] = amount
        else:
            self.drawn[envelope].pop(group, None)


def equal_awards(requests: Sequence[Request], envelopes: Mapping[str, int], cap: int) -> Awards:
    """Share the envelopes so that the smallest award is as large as can be, then the next, and so on.

    This is max-min fairness. Nobody receives more than min(requested, cap). With one envelope this is the common cap.
    Amounts in cents, exact: Σ drawn on an envelope ≤ its amount; nothing useful is left while somebody below request
    and cap could still draw on it; equals differ by at most one cent, the first keys receiving it (numbers and texts in
    their own order, other keys by type and representation), whatever the order of `requests`. What only few may use is
    drawn first. Raises ValueError on negative amounts, unknown envelopes, duplicate keys.
    """
    _check(requests, envelopes, cap)
    names = sorted(envelopes)
    amounts = [envelopes[name] for name in names]
    groups = _group(requests, names, cap)
    tight = _fill(groups, amounts)
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


def _group(requests: Sequence[Request], names: list[str], cap: int) -> list[_Group]:
    """Make groups by set of envelopes, in the order of turns; who can receive nothing is left out."""
    position = {name: i for i, name in enumerate(names)}
    groups: dict[frozenset[str], _Group] = {}
    for turn, request in enumerate(_in_turn(requests)):
        most = min(request.requested, cap)
        if most and request.envelopes:
            if request.envelopes not in groups:
                groups[request.envelopes] = _Group(frozenset(position[name] for name in request.envelopes))
            groups[request.envelopes].members.append(_Member(turn, request.key, most))
    for group in groups.values():
        group.prepare()
    return list(groups.values())


def _in_turn(requests: Sequence[Request]) -> list[Request]:
    """Put requests in the order in which odd cents go round."""
    for kind in (int, str):
        if all(type(request.key) is kind for request in requests):
            return sorted(requests, key=lambda request: request.key)  # type: ignore[arg-type,return-value]
    return sorted(requests, key=lambda request: (type(request.key).__qualname__, repr(request.key)))


def _fill(groups: list[_Group], amounts: list[int]) -> dict[frozenset[int], int]:
    """Raise the level until every group is stopped; give the envelopes used up together, with their level."""
    tight: dict[frozenset[int], int] = {}
    rising = [(group, group.envelopes) for group in groups]
    while rising:
        top = max(group.ceilings[-1] for group, _ in rising)
        level, closed = _highest(rising, amounts, top, _Group.at_level)
        if not closed:
            for group, _ in rising:
                group.stop(top, 0)
            break
        turn, closed = _highest_turn(rising, amounts, level)
        tight[closed] = level
        for group, envelopes in rising:
            if envelopes <= closed:
                group.stop(level, turn)
        rising = [(group, envelopes - closed) for group, envelopes in rising if envelopes - closed]
    return tight


def _highest_turn(rising: _Rising, amounts: list[int], level: int) -> tuple[int, frozenset[int]]:
    """How far one more cent above `level` can go round, and the envelopes that stop it."""
    waiting = {id(group): group.waiting(level) for group, _ in rising}
    last = max(turns[-1] for turns in waiting.values() if turns) + 1

    def needs(group: _Group, turn: int) -> int:
        return group.at_level(level) + bisect_left(waiting[id(group)], turn)

    return _highest(rising, amounts, last, needs)


def _highest(
    rising: _Rising, amounts: list[int], top: int, needs: Callable[[_Group, int], int]
) -> tuple[int, frozenset[int]]:
    """Largest value ≤ top at which all needs can be met, and the envelopes that close in somebody one step above.

    `needs` grows with the value. Newton's method on cuts: each cut found lowers the value to what that cut can bear.
    """
    closed: frozenset[int] = frozenset()
    while found := _cut(rising, amounts, [needs(group, top) for group, _ in rising]):
        closed = found
        inside = [group for group, envelopes in rising if envelopes <= closed]
        money = sum(amounts[i] for i in closed)

        def needed(value: int, inside: list[_Group] = inside) -> int:
            return sum(needs(group, value) for group in inside)

        top = bisect_right(range(top), money, key=needed) - 1
    return top, closed


def _cut(rising: _Rising, amounts: list[int], needed: list[int]) -> frozenset[int]:
    """Envelopes asked for more than they hold; empty when every group can draw what it needs."""
    flow = _Flow([envelopes for _, envelopes in rising], amounts)
    for position, cents in enumerate(needed):
        if closed := flow.draw(position, cents):
            return closed
    return frozenset()


def _split(groups: list[_Group], amounts: list[int], names: list[str]) -> dict[tuple[Hashable, str], int]:
    """Which envelope pays what: those that fewest applications may use give most, then the wider ones."""
    reach = [sum(len(group.members) for group in groups if i in group.envelopes) for i in range(len(names))]
    order = sorted(range(len(names)), key=lambda i: (reach[i], i))
    flow = _Flow([group.envelopes for group in groups], [0] * len(names))
    for envelope in order:
        flow.left[envelope] = amounts[envelope]
        for position, group in enumerate(groups):
            flow.draw(position, sum(group.amounts) - sum(drawn.get(position, 0) for drawn in flow.drawn))
    shares: dict[tuple[Hashable, str], int] = {}
    for position, group in enumerate(groups):
        shares.update(_deal(group, [(names[i], flow.drawn[i][position]) for i in order if position in flow.drawn[i]]))
    return shares


def _deal(group: _Group, purse: list[tuple[str, int]]) -> Iterator[tuple[tuple[Hashable, str], int]]:
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
