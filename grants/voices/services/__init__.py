"""What happens to words: written, held or shown, passed on, reported, hidden, taken back, forgotten."""

from grants.voices.services.forgetting import forget_writers
from grants.voices.services.giving import note_gifts
from grants.voices.services.hands import hand_for
from grants.voices.services.moderating import hide, report, show, undo_hands
from grants.voices.services.writing import Came, Said, write

__all__ = [
    "Came",
    "Said",
    "forget_writers",
    "hand_for",
    "hide",
    "note_gifts",
    "report",
    "show",
    "undo_hands",
    "write",
]
