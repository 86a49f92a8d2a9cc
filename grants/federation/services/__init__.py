"""What is done with other territories: looking at an address, linking, reading, pausing, forgetting."""

from grants.federation.services.linking import add, forget, link, pause, read_again, resume
from grants.federation.services.reading import read_neighbour, read_neighbours
from grants.federation.services.relating import relate_changed

__all__ = [
    "add",
    "forget",
    "link",
    "pause",
    "read_again",
    "read_neighbour",
    "read_neighbours",
    "relate_changed",
    "resume",
]
