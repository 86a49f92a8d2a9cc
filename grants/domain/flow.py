"""Money from envelopes to groups of applications: who can draw what, and what closes a group in.

A set of amounts can be paid exactly when a flow carries it (Hall's condition); paths are shortest first, as in Edmonds
and Karp (Journal of the ACM 19, 1972).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise


class Flow:
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

    def closed(self, group: int) -> frozenset[int]:
        """Give the smallest set of used-up envelopes that closes a group in; empty when it could still draw."""
        path = self._way_to_money(group)
        return path if isinstance(path, frozenset) else frozenset()

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
