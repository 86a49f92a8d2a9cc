"""A computation of the common cap, told step by step: who shares which money, and why the level stops where it does.

It reads what went in and what came out (`Awards` of `awards.py`: max-min fairness under earmarks, Bochet, Ilkilic and
Moulin, Journal of Economic Theory 148, 2013) and adds nothing to it: every figure can be found again by hand.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from grants.domain.awards import Awards, Request


@dataclass(frozen=True, slots=True)
class Block:
    """Envelopes that share one common cap, with the applications held to it. All in cents.

    `exact` is the common cap before rounding. `whole` applications receive all they ask under the call's cap, together
    `whole_sum`; the `cut` ones receive the common cap, `odd` of them one cent more. `left` stays on the envelopes.
    """

    envelopes: tuple[str, ...]
    cap: int
    exact: int
    money: int
    drawn: int
    whole: int
    whole_sum: int
    cut: int
    odd: int

    @property
    def files(self) -> int:
        """How many applications are held to this common cap."""
        return self.whole + self.cut

    @property
    def left(self) -> int:
        """Cents that stay on these envelopes."""
        return self.money - self.drawn


def explain(
    requests: Sequence[Request], envelopes: Mapping[str, int], cap: int, awards: Awards, step: int = 1
) -> tuple[Block, ...]:
    """Tell the blocks of a computation, the lowest common cap first, then by name."""
    held: dict[frozenset[str], list[Request]] = {block: [] for block in awards.common_caps}
    for request in requests:
        blocks = [block for block in awards.common_caps if block & request.envelopes]
        if blocks:
            held[max(blocks, key=lambda block: (awards.common_caps[block], sorted(block)))].append(request)
    told = [
        _block(block, {r.key: min(r.requested, cap) for r in held[block]}, envelopes, awards, step) for block in held
    ]
    return tuple(sorted(told, key=lambda block: (block.cap, block.envelopes)))


def _block(
    names: frozenset[str], most: Mapping[Hashable, int], envelopes: Mapping[str, int], awards: Awards, step: int
) -> Block:
    """Count one block; `most` is what each of its applications can receive."""
    money = sum(envelopes[name] for name in names)
    whole = [key for key, cents in most.items() if awards.awarded[key] == cents]
    cut = [awards.awarded[key] for key in most if awards.awarded[key] < most[key]]
    level = awards.common_caps[names]
    return Block(
        envelopes=tuple(sorted(names)),
        cap=level,
        exact=level_of(list(most.values()), money) if cut and step > 1 else level,
        money=money,
        drawn=sum(cents for (_, name), cents in awards.drawn.items() if name in names),
        whole=len(whole),
        whole_sum=sum(most[key] for key in whole),
        cut=len(cut),
        odd=sum(cents > level for cents in cut),
    )


def level_of(wants: Sequence[int], money: int) -> int:
    """Return the common cap, in whole cents, at which wants that exceed this money together use it up."""
    left, waiting = money, sorted(wants)
    for position, cents in enumerate(waiting):
        share = left // (len(waiting) - position)
        if cents > share:
            return share
        left -= cents
    return waiting[-1] if waiting else 0
