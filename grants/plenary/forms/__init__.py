"""What staff and associations type for the evening, and the words of its rules."""

from grants.plenary.forms.coming import ComingForm, OtherForm
from grants.plenary.forms.guests import GUEST_KINDS, GuestSignUpForm, LinkForm, kind_named
from grants.plenary.forms.people import GuestForm
from grants.plenary.forms.preparing import LikeForm, PlenaryForm, RevisedForm
from grants.plenary.forms.printing import PrintForm
from grants.plenary.forms.problems import problems
from grants.plenary.forms.programmes import MOST_SECONDS, BuildForm, HostForm, MoveForm, OnceForm, PairForm, PublishForm
from grants.plenary.forms.rooms import RoomsForm
from grants.plenary.forms.scheduling import ScheduleForm
from grants.plenary.forms.words import WORDS, words_of

__all__ = [
    "GUEST_KINDS",
    "MOST_SECONDS",
    "WORDS",
    "BuildForm",
    "ComingForm",
    "GuestForm",
    "GuestSignUpForm",
    "HostForm",
    "LikeForm",
    "LinkForm",
    "MoveForm",
    "OnceForm",
    "OtherForm",
    "PairForm",
    "PlenaryForm",
    "PrintForm",
    "PublishForm",
    "RevisedForm",
    "RoomsForm",
    "ScheduleForm",
    "kind_named",
    "problems",
    "words_of",
]
