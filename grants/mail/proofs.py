"""Proofreading: a text of staff must work with believable examples, and say what the law asks it to say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app

from grants.domain.errors import RuleError
from grants.mail.letters import LETTERS
from grants.mail.rendering import Rendered, render_edited, words_of
from grants.mail.samples import TOWN, VARIABLES, nested
from grants.mail.sandbox import LONGEST_SUBJECT, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

AWAY = timedelta(days=400)


def samples_of(template: str, *, bare: bool = False, changed: str = "") -> dict[str, Any]:
    """Return example values for a mail, in the fullest or the barest case; `changed` is a path that says otherwise."""
    whole: dict[str, Any] = {}
    current_app.update_template_context(whole)
    values = {path: _value(path, whole["territory"], bare=bare) for path in words_of(template).paths}
    if changed:
        values[changed] = _other(values[changed])
    return nested(values)


def _value(path: str, town: object, *, bare: bool) -> object:
    """Return the example of one path."""
    root, _, name = path.partition(".")
    if root in TOWN:
        return getattr(town, name)
    known = VARIABLES[path]
    return known.bare if bare and known.bare is not None else known.sample


def _other(value: object) -> object:
    """Return another value of the same nature, to see whether a text says it."""
    if isinstance(value, date):
        return value + AWAY
    if isinstance(value, tuple | dict):
        return type(value)()
    return value + 1 if isinstance(value, int) else f"{value}-bis"


def proofread(template: str, language: str, subject: str, text: str) -> Rendered:
    """Return a text of staff as the preview shows it.

    Raises RuleError with its `place` and `line`: `text_too_long`, `text_empty`, `text_syntax`, `word_unknown`,
    `turn_unknown`, `text_endless`, `text_fails` (reason); or `mention_missing` with the `names` of what is not said.
    """
    for place, source, most in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT)):
        if len(source) > most:
            raise RuleError("text_too_long", place=place, most=most, length=len(source))

    def rendered(**case: Any) -> Rendered:  # noqa: ANN401 - as samples_of
        return _worked(lambda: render_edited(template, language, subject, text, samples_of(template, **case)))

    shown = rendered()
    missing = _unsaid(template, rendered)
    if missing:
        raise RuleError("mention_missing", place="text", names=missing)
    return shown


def _worked(render: Callable[[], Rendered]) -> Rendered:
    """Render, turning whatever a text provokes into a sentence."""
    try:
        return render()
    except RuleError:
        raise
    except Exception as error:
        raise RuleError("text_fails", place="text", line=line_of(error), reason=str(error)) from error


def line_of(error: BaseException) -> int:
    """Return the line of the text where an error came from, zero when it is not known."""
    lines, step = [0], error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            lines.append(step.tb_lineno)
        step = step.tb_next
    return lines[-1]


def _unsaid(template: str, rendered: Callable[..., Rendered]) -> list[str]:
    """Return the names of what a text must say and does not, in the fullest or in the barest case."""
    line = LETTERS[template]
    missing = []
    for case in ({"bare": False}, {"bare": True}):
        said = rendered(**case).text
        missing += [VARIABLES[path].words for path in line.must if rendered(**case, changed=path).text == said]
        missing += [each.name for each in line.says if not each.pattern.search(said)]
    return list(dict.fromkeys(str(name) for name in missing))
