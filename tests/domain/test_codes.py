"""Codes typed by hand: one code, one spelling."""

from __future__ import annotations

import pytest

from grants.domain.codes import digits_of

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("zero", [0x30, 0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE, 0x1FBF0])
def test_the_digits_of_every_script_are_ours(zero):
    assert digits_of(" ".join(chr(zero + digit) for digit in range(10))) == "0123456789"


def test_what_is_no_digit_is_left_out():
    assert digits_of("12-3\u00a0 4\u200b5é²½Ⅷ6") == "123456"
