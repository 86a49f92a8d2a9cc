"""Ten thousand replays of codes that served, in every spelling and at every moment of their life: none is taken.

    python bench/trust/factor.py [--replays 10000] [--seed 1] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. Codes of a clock are typed at instants drawn
by chance; each that was taken is typed again: as it was, with spaces, hyphens, no-break spaces, in the digits of other
scripts, and again one step before and after, with those of the steps around it that are no longer to come. Then a
thousand guesses in one hour, and recovery codes typed twice. Control that must fail: the last step used is forgotten
before each replay. Ends with status 1 when a promise or the control does not hold. tests/accounts/test_factor.py is the
short form.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.bare import tell
from bench.trust.place import empty_town
from grants.accounts.models import ClockFactor, Person, SessionRow
from grants.accounts.queries import pending_clock
from grants.accounts.services import begin_clock, confirm_clock, factors, hashed, open_session, prove, secret_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.totp import STEP_SECONDS, code_at, counter_at

if TYPE_CHECKING:
    from collections.abc import Iterator

ZEROS = (0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1FBF0)
"""The zero of Arabic, Persian, Devanagari, Thai, full width, mathematical and segmented digits."""

GUESSES = 1000


def spellings(code: str) -> Iterator[str]:
    """Give a code as people and thieves may type it."""
    yield from (
        code,
        f" {code}\n",
        " ".join(code),
        f"{code[:3]}-{code[3:]}",
        f"{code[:3]}\u00a0{code[3:]}",
        f"\u200b{code}",
    )
    for zero in ZEROS:
        yield code.translate({ord(str(digit)): chr(zero + digit) for digit in range(10)})


def taken(person: Person, typed: str, instant: datetime) -> bool:
    """Tell whether a code is taken at an instant."""
    with mock.patch.object(factors, "now", return_value=instant):
        try:
            prove(person, typed)
        except RuleError:
            return False
        finally:
            db.session.commit()
    return True


def replays(person: Person, key: bytes, count: int, seed: int, *, forgetting: bool = False) -> dict[str, int]:
    """Type codes once, then again and again; count what was taken."""
    draw, instant = random.Random(seed), datetime(2027, 1, 4, tzinfo=UTC)  # noqa: S311 - instants, no secret
    db.session.query(ClockFactor).update({"last_step": 0})
    figures = {"codes": 0, "codes_taken": 0, "replays": 0, "replays_taken": 0}
    while figures["replays"] < count:
        instant += timedelta(seconds=draw.randrange(3 * STEP_SECONDS, 3600))
        step = counter_at(instant) + draw.choice((-1, 0, 1))
        figures["codes"] += 1
        figures["codes_taken"] += taken(person, draw.choice(list(spellings(code_at(key, step)))), instant)
        for moved in (0, 1, STEP_SECONDS - 1):
            for older in (step, step - 1):
                for typed in spellings(code_at(key, older)):
                    if forgetting:
                        db.session.query(ClockFactor).update({"last_step": 0})
                    figures["replays"] += 1
                    figures["replays_taken"] += taken(person, typed, instant + timedelta(seconds=moved))
    return figures


def main() -> None:
    """Replay, guess, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replays", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    with empty_town() as (app, _call, _var), app.app_context(), app.test_request_context():
        token, _ends = open_session("clerk@example.org", "fr", 30)
        row = db.session.query(SessionRow).filter_by(token_hash=hashed(token)).one()
        person = row.person
        person.role = "staff"
        begin_clock(person)
        key = secret_of(pending_clock(person))
        codes = confirm_clock(row, code_at(key, counter_at(now())))
        with mock.patch.object(factors, "take_token", return_value=True):
            figures = {"replays": replays(person, key, wanted.replays, wanted.seed)}
            figures["recovery"] = {
                "typed_twice": len(codes),
                "taken": sum(taken(person, code, now()) for code in codes for _ in range(2)),
            }
            figures["control"] = replays(person, key, wanted.replays // 10, wanted.seed, forgetting=True)
        counted = mock.Mock(wraps=factors.step_of)
        with mock.patch.object(factors, "step_of", counted):
            opened = sum(taken(person, f"{guess:06d}", now()) for guess in range(GUESSES))
        figures["guesses"] = {"typed": GUESSES, "looked_at": counted.call_count, "taken": opened}
    tell({"seed": wanted.seed, **figures}, wanted.json)
    replayed, control = figures["replays"], figures["control"]
    held = replayed["replays_taken"] == 0 and replayed["codes_taken"] == replayed["codes"]
    held &= figures["recovery"]["taken"] == len(codes) and figures["guesses"]["looked_at"] <= factors.TRIES
    sys.exit(not (held and control["replays_taken"] > 0))


if __name__ == "__main__":
    main()
