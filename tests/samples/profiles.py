"""Projects as the affinities read them."""

from __future__ import annotations

from typing import Any

from grants.domain.readings import Profile, Wish


def demo_profile(place: int, facts: dict[str, Any]) -> Profile:
    """Return a project of the demonstration, as its file tells it, as the affinities read it."""
    return Profile(
        place,
        facts["association"],
        facts["association"],
        facts["title"],
        f"{facts['hook']}\n{facts['what']}",
        facts["for_whom"],
        tuple(facts["where"]),
        tuple(facts["themes"]),
        tuple(Wish(*wish) for wish in facts.get("needs", [])),
        tuple(Wish(*wish) for wish in facts.get("offers", [])),
        commons=facts.get("commons", ""),
        when=facts["when"],
    )
