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
    keys: tuple[Hashable, ...]
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


def explain(requests: Sequence[Request], envelopes: Mapping[str, int], cap: int, awards: Awards) -> tuple[Block, ...]:
    """Tell the blocks of a computation, the lowest common cap first; envelopes on which nobody ran short are one."""
    caps = {block: level for block, level in awards.common_caps.items() if level < cap}
    enough = frozenset(envelopes).difference(*caps)
    if enough:
        caps[enough] = cap
    held: dict[frozenset[str], dict[Hashable, int]] = {block: {} for block in caps}
    for request in requests:
        blocks = [block for block in caps if block & request.envelopes]
        if blocks:
            block = max(blocks, key=lambda block: (caps[block], sorted(block)))
            held[block][request.key] = min(request.requested, cap)
    told = [_block(block, caps[block], held[block], sum(envelopes[name] for name in block), awards) for block in held]
    return tuple(sorted(told, key=lambda block: (block.cap, block.envelopes)))


def _block(names: frozenset[str], level: int, most: Mapping[Hashable, int], money: int, awards: Awards) -> Block:
    """Count one block; `most` is what each of its applications can receive, `money` what its envelopes hold."""
    whole = [key for key, cents in most.items() if awards.awarded[key] == cents]
    cut = [awards.awarded[key] for key in most if awards.awarded[key] < most[key]]
    return Block(
        envelopes=tuple(sorted(names)),
        keys=tuple(sorted(most, key=lambda key: (most[key], str(key)))),
        cap=level,
        exact=level_of(list(most.values()), money) if cut else level,
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
