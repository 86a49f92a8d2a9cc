"""What staff should read before an evening: never a wall, always with figures to act on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that does not add up: a code and its figures (minutes, seconds, hours, places, names)."""

    code: str
    figures: dict[str, int | str] = field(default_factory=dict)
