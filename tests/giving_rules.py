"""The rules of the 360Giving standard for the fields we give, as its public JSON Schema states them.

The schema (github.com/ThreeSixtyGiving/standard, schema/360-giving-schema.json) reaches no package registry: what it
requires and the type of each field were written down from it. Whatever field it does not know is a fault here.
"""

from __future__ import annotations

TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
NUMBER = {"type": "number"}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$"}
ADDRESS = {"type": "string", "pattern": "^https?://"}


def listed(required, **fields):
    """Describe a list of objects that hold no other field."""
    item = {"type": "object", "required": required, "properties": fields, "additionalProperties": False}
    return {"type": "array", "minItems": 1, "items": item}


GRANT = {
    "type": "object",
    "required": [
        "id",
        "title",
        "description",
        "currency",
        "amountAwarded",
        "awardDate",
        "fundingOrganization",
        "recipientOrganization",
    ],
    "properties": {
        "id": {"type": "string", "pattern": "^360G-[0-9A-Za-z]+-.+"},
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 1},
        "currency": {"enum": ["EUR"]},
        "amountAppliedFor": NUMBER,
        "amountAwarded": NUMBER,
        "amountDisbursed": NUMBER,
        "awardDate": DAY,
        "plannedDates": listed(["startDate"], startDate=DAY, endDate=DAY),
        "fundingOrganization": listed(["id", "name"], id=TEXT, name=TEXT),
        "recipientOrganization": listed(["id", "name"], id=TEXT, name=TEXT),
        "grantProgramme": listed([], code=TEXT, title=MAYBE),
        "classifications": listed([], vocabulary=TEXT, code=TEXT, title=MAYBE),
        "beneficiaryLocation": listed([], name=MAYBE, countryCode=MAYBE, latitude=MAYBE, longitude=MAYBE),
        "fromOpenCall": {"enum": ["Yes", "No"]},
        "url": ADDRESS,
        "dateModified": DAY,
    },
    "additionalProperties": False,
}
