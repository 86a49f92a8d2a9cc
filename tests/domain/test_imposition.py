"""Folding: printed sheets, nested and stapled, read in order."""

import pytest

from grants.domain.imposition import blanks, creep_mm, saddle_stitch


def read_after_folding(pages: int) -> list[int]:
    """Print the sheets, nest them, fold them, and turn the leaves one by one."""
    first_half, second_half = [], []
    for sheet in saddle_stitch(pages):
        first_half += [sheet.front.right, sheet.back.left]
        second_half = [sheet.back.right, sheet.front.left, *second_half]
    return first_half + second_half


@pytest.mark.parametrize("pages", range(4, 201, 4))
def test_a_folded_booklet_reads_in_order(pages):
    assert read_after_folding(pages) == list(range(1, pages + 1))


@pytest.mark.parametrize("pages", range(1, 200))
def test_blank_pages_complete_the_last_sheet(pages):
    assert (pages + blanks(pages)) % 4 == 0
    assert 0 <= blanks(pages) < 4


@pytest.mark.parametrize("pages", [-4, 0, 1, 2, 3, 5, 198, 199])
def test_an_incomplete_sheet_is_not_folded(pages):
    with pytest.raises(ValueError, match=str(pages)):
        saddle_stitch(pages)


def test_inner_sheets_move_towards_the_fold():
    assert creep_mm(0) == 0
    assert creep_mm(10) > creep_mm(9)
