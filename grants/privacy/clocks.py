"""The clocks of this instance: their delays, from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.retention import CLOCKS, Clock, Delays

if TYPE_CHECKING:
    from grants.settings import Settings


def delays_of(clock: Clock, settings: Settings) -> Delays:
    """Return a clock's delays."""
    length = int(getattr(settings, clock.setting))
    return Delays(length, clock.in_years, settings.first_warning_days, settings.second_warning_days)


def clock_of(key: str) -> Clock:
    """Return the clock of that name; raise KeyError when there is none."""
    return {clock.key: clock for clock in CLOCKS}[key]
