"""The forms of the budget desk, and every rule of money in words."""

from grants.budget.forms.correspondence import ALL, CorrectionForm, HoldingForm, LettersForm
from grants.budget.forms.councillors import CouncillorForm, EndForm, InterestForm
from grants.budget.forms.desk import STEPS, address_of, choices_of_desk, read_asked
from grants.budget.forms.envelopes import (
    WORDS_ASKED,
    AmendForm,
    DescribeForm,
    InKindForm,
    LeaveForm,
    OpenForm,
    TransferForm,
    choices_of,
)
from grants.budget.forms.fields import DayField, EurosField, OnceForm, SeenForm, one_line, read_sum, typed_euros
from grants.budget.forms.foresight import SeasonForm, TrialForm
from grants.budget.forms.ledger import ReverseForm, SoughtForm
from grants.budget.forms.payments import BatchForm, MoveForm
from grants.budget.forms.scenarios import AMENDED, ScenarioForm, scenario_form
from grants.budget.forms.sharing import STEP_WORDS, StepForm, step_choices
from grants.budget.forms.vote import BACK, RECORD, VoteForm, act_field, amount_field, read_acts, read_amounts
from grants.budget.forms.words import KINDS, WORDS, worded

__all__ = [
    "ALL",
    "AMENDED",
    "BACK",
    "KINDS",
    "RECORD",
    "STEPS",
    "STEP_WORDS",
    "WORDS",
    "WORDS_ASKED",
    "AmendForm",
    "BatchForm",
    "CorrectionForm",
    "CouncillorForm",
    "DayField",
    "DescribeForm",
    "EndForm",
    "EurosField",
    "HoldingForm",
    "InKindForm",
    "InterestForm",
    "LeaveForm",
    "LettersForm",
    "MoveForm",
    "OnceForm",
    "OpenForm",
    "ReverseForm",
    "ScenarioForm",
    "SeasonForm",
    "SeenForm",
    "SoughtForm",
    "StepForm",
    "TransferForm",
    "TrialForm",
    "VoteForm",
    "act_field",
    "address_of",
    "amount_field",
    "choices_of",
    "choices_of_desk",
    "one_line",
    "read_acts",
    "read_amounts",
    "read_asked",
    "read_sum",
    "scenario_form",
    "step_choices",
    "typed_euros",
    "worded",
]
