"""The evening: who comes, where they sit, who speaks when."""

from grants.plenary.models.evening import Plenary
from grants.plenary.models.people import Participant
from grants.plenary.models.programmes import Passage, Programme, Seat

__all__ = ["Participant", "Passage", "Plenary", "Programme", "Seat"]
