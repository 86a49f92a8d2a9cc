"""What people type, kept as they typed it: a draft is never turned down, only cleaned of what no page can show."""

import dataclasses
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from grants.domain.file.fields import Field

Answer = str | list[str]
"""A text, or a list of keys."""

Answers = Mapping[str, Answer]
"""Raw answers by field."""

LARGEST_TEXT: Final = 200_000
"""Characters kept of one answer: a hundred times the two pages."""

LARGEST_DRAFT: Final = 1_000_000
"""Characters kept of one draft, all answers together."""

_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202d\u202e\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|\u0085|\u2028|\u2029")


def clean(text: str) -> str:
    """Drop control characters, lone surrogates, forced changes of direction; keep emoji, accents, right-to-left words.

    Line ends become plain ones. PostgreSQL cannot store NUL, and a forced change of direction makes a sentence lie.
    """
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def keep(answers: Answers, changes: Answers, fields: Sequence[Field]) -> tuple[dict[str, Answer], list[str]]:
    """Return the answers with the changes laid over them, and the keys of those too large to be kept whole.

    Unknown keys are ignored. A text beyond LARGEST_TEXT, or beyond what is left of LARGEST_DRAFT, keeps its beginning.
    """
    kept: dict[str, Answer] = dict(answers)
    cut: list[str] = []
    known = {field.key: field for field in fields}
    room = LARGEST_DRAFT - sum(_size(value) for key, value in kept.items() if key not in changes)
    for key in (key for key in known if key in changes):
        value, whole = _fit(changes[key], known[key], max(room, 0))
        room -= _size(value)
        if not whole:
            cut.append(key)
        kept[key] = value
    return kept, cut


@dataclasses.dataclass(frozen=True, slots=True)
class Merge:
    """What a save makes of a draft that somebody else may have changed meanwhile.

    `changed`: fields taken from this save. `clashes`: this save's texts of fields changed on both sides, where what was
    saved first stays. `cut`: fields too large to be kept whole.
    """

    answers: dict[str, Answer]
    changed: tuple[str, ...]
    clashes: dict[str, Answer]
    cut: tuple[str, ...]


def mark(answer: Answer) -> str:
    """Return a short fingerprint of an answer: a page carries those of the texts it was opened with."""
    plain = answer if isinstance(answer, str) else "\n".join(sorted(answer))
    return hashlib.sha256(clean(plain).encode()).hexdigest()[:12]


def merge(
    answers: Answers,
    changes: Answers,
    marks: Mapping[str, str],
    fields: Sequence[Field],
    own: Collection[str] = (),
) -> Merge:
    """Lay changes over answers, field by field, overwriting nothing that this page had not shown.

    `marks` are the fingerprints of the texts the page was opened with. A field equal to its mark was left alone. One
    whose stored text still is the mark takes the change; one changed on both sides clashes. Without a mark, the page
    had shown an empty field. `own` are the fields whose stored text this very page wrote, perhaps without hearing that
    it was saved: it may write them over.
    """
    wanted, cut = keep({}, changes, fields)
    changed: dict[str, Answer] = {}
    clashes: dict[str, Answer] = {}
    for key, mine in wanted.items():
        theirs = answers.get(key, "")
        shown = marks.get(key, mark(""))
        if mark(mine) == mark(theirs):
            continue
        if key in own or mark(mine) != shown == mark(theirs):
            changed[key] = mine
        elif mark(mine) != shown:
            clashes[key] = mine
    merged, beyond = keep(answers, changed, fields)
    return Merge(merged, tuple(changed), clashes, tuple(dict.fromkeys([*cut, *beyond])))


def text_of(answers: Answers, key: str) -> str:
    """Return a text answer without the spaces around it; empty when there is none."""
    value = answers.get(key, "")
    return value.strip() if isinstance(value, str) else " ".join(value)


def texts_of(answers: Answers, key: str) -> tuple[str, ...]:
    """Return a list answer; a single text counts as a list of one."""
    value = answers.get(key, [])
    values: Iterable[str] = [value] if isinstance(value, str) else value
    return tuple(each for each in values if each)


def _fit(value: Answer, field: Field, room: int) -> tuple[Answer, bool]:
    """Clean one answer and give it the shape of its field; tell whether it was kept whole."""
    room = min(room, LARGEST_TEXT)
    if field.is_list:
        given = [value] if isinstance(value, str) else value
        kept: list[str] = []
        for each in dict.fromkeys(clean(each) for each in given):
            if each and sum(map(len, kept)) + len(each) <= room:
                kept.append(each)
        return kept, True
    text = clean(value if isinstance(value, str) else "\n".join(value))
    return text[:room], len(text) <= room


def _size(value: Answer) -> int:
    """Count the characters of an answer."""
    return len(value) if isinstance(value, str) else sum(map(len, value))
