"""What staff and associations type for the evening, and the words of its rules."""

from grants.plenary.forms.people import GuestForm, WhoComesForm
from grants.plenary.forms.preparing import PlenaryForm
from grants.plenary.forms.programmes import MOST_SECONDS, BuildForm
from grants.plenary.forms.words import WORDS, words_of

__all__ = ["MOST_SECONDS", "WORDS", "BuildForm", "GuestForm", "PlenaryForm", "WhoComesForm", "words_of"]
