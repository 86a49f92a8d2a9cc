"""Two editors, any order, lost answers, closed pages, the same instant: no text is silently overwritten.

The thousand are in bench/trust/interleavings.py.
"""

from __future__ import annotations

from tests.applications.conftest import Writer
from tests.applications.interleaving import Interleaving, Town

SHORT = 60


def stories(app, call, signed_in, number, *, careful):
    """Return the losses of that many random stories, each over a draft of its own."""
    del call
    someone = Writer(signed_in())
    losses = []
    for seed in range(number):
        losses += Interleaving(Town(app, someone.start().public_id, careful=careful), seed).run()
    return losses


def test_no_text_is_silently_overwritten(app, call, signed_in):
    assert stories(app, call, signed_in, SHORT, careful=True) == []


def test_control_the_last_to_write_would_overwrite(app, call, signed_in):
    assert stories(app, call, signed_in, 5, careful=False) != []
