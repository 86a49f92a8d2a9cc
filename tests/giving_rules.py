"""The rules of the 360Giving standard for the fields we give, as its public JSON Schema states them.

The schema (github.com/ThreeSixtyGiving/standard, schema/360-giving-schema.json) reaches no package registry: what it
requires and the type of each field were written down from it. Whatever field it does not know is a fault here.
"""

from __future__ import annotations

TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
NUMBER = {"type": "number"}
HOUR = r"T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
WHEN = r"^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])"
DAY = {"type": "string", "pattern": f"{WHEN}({HOUR})?$"}
INSTANT = {"type": "string", "pattern": f"{WHEN}{HOUR}$"}
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
        "dateModified": INSTANT,
    },
    "additionalProperties": False,
}
PACKAGE = {
    "type": "object",
    "required": ["grants"],
    "properties": {
        "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
        "title": TEXT,
        "publisher": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": TEXT, "identifier": TEXT},
            "additionalProperties": False,
        },
        "license": ADDRESS,
        "accessURL": ADDRESS,
        "grants": {"type": "array", "minItems": 1, "uniqueItems": True, "items": GRANT},
    },
    "additionalProperties": False,
}
