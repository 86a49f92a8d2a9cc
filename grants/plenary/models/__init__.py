"""The evening: who comes, where they sit, who speaks when, what it leaves behind."""

from grants.plenary.models.after import AfterLetter, Encounter, EncounterNews, EncounterSide, MinuteEntry, Opinion
from grants.plenary.models.day import EveningClock, Tick
from grants.plenary.models.evening import Plenary
from grants.plenary.models.meetings import MeetingWish, Veto
from grants.plenary.models.people import Participant
from grants.plenary.models.programmes import Passage, Programme, Seat

__all__ = [
    "AfterLetter",
    "Encounter",
    "EncounterNews",
    "EncounterSide",
    "EveningClock",
    "MeetingWish",
    "MinuteEntry",
    "Opinion",
    "Participant",
    "Passage",
    "Plenary",
    "Programme",
    "Seat",
    "Tick",
    "Veto",
]
