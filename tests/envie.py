"""The questions of the « appel à envie de faire », as its description asks them."""

from __future__ import annotations

from grants.calls.schemes import scheme

ENVIE = scheme("envie-de-faire")
FIELDS = ENVIE.fields
SCREENS = ENVIE.order
