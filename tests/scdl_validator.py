"""An independent reader of the national schema: its own patterns, and the three checks of its `custom_checks`.

It shares nothing with `grants.domain`: SIRETs are checked by python-stdnum, as the State's validator does.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from stdnum.fr import siret

SCHEMA = Path(__file__).parent / "samples" / "schema-subventions-2.1.1.json"


def schema():
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def errors_of(text):
    """Return every fault of a CSV text as (line, column, what); line 1 is the header."""
    fields = schema()["fields"]
    header, *rows = csv.reader(io.StringIO(text))
    names = [field["name"] for field in fields]
    found = [] if header == names else [(1, "", "header")]
    seen = set()
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            found.append((number, "", "cells"))
            continue
        cells = dict.fromkeys(names, "") | dict(zip(header, row, strict=True))
        for field in fields:
            found += [(number, field["name"], fault) for fault in cell_faults(field, cells[field["name"]])]
        found += [(number, column, check) for column, check in custom_faults(cells)]
        if tuple(row) in seen:
            found.append((number, "", "duplicate"))
        seen.add(tuple(row))
    return found


def cell_faults(field, value):
    limits = field.get("constraints", {})
    if value == "":
        return ["required"] if limits.get("required") else []
    faults = []
    if not typed(field, value):
        return ["type"]
    if "pattern" in limits and not re.fullmatch(limits["pattern"].strip("^$"), value):
        faults.append("pattern")
    if "maxLength" in limits and len(value) > limits["maxLength"]:
        faults.append("maxLength")
    if "enum" in limits and value not in limits["enum"]:
        faults.append("enum")
    if "minimum" in limits and Decimal(value) < Decimal(str(limits["minimum"])):
        faults.append("minimum")
    if "maximum" in limits and Decimal(value) > Decimal(str(limits["maximum"])):
        faults.append("maximum")
    return faults


def typed(field, value):
    if field["type"] == "date":
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None and is_day(value)
    if field["type"] == "number":
        try:
            return Decimal(value).is_finite()
        except InvalidOperation:
            return False
    if field["type"] == "boolean":
        return value in field["trueValues"] + field["falseValues"]
    return True


def is_day(value):
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def custom_faults(cells):
    faults = []
    for check in schema()["custom_checks"]:
        params = check["params"]
        if check["name"] == "french-siret-value":
            value = cells[params["column"]]
            if value and not siret.is_valid(value):
                faults.append((params["column"], "siret"))
        elif check["name"] == "one-of-required":
            if not (cells[params["column1"]] or cells[params["column2"]]):
                faults.append((params["column1"], "one-of"))
        else:
            faults.append(("", f"unknown check {check['name']}"))
    return faults
