"""How the tests of a broken rule are run: the quick ones first, examples from a fixed seed, and no search for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    import pytest

settings.register_profile(
    "broken",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("broken")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what draws examples last: most changes are seen before."""
    items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
