"""The place: neighbourhoods, priority areas, themes, help points."""
