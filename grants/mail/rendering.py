"""From a template, the house's or the one staff wrote, to the subject and the words of a mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app, render_template
from flask_babel import force_locale

from grants.domain.errors import RuleError
from grants.mail.lines import one_line
from grants.mail.queries import text_in_force
from grants.mail.samples import VARIABLES, nested
from grants.mail.sandbox import run, vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.mail.models import MailText
    from grants.mail.sandbox import Vocabulary

LONGEST_TROUBLE = 300
MISSING = object()
GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of a mail, ready to leave."""

    subject: str
    text: str


def render(template: str, language: str, context: Mapping[str, object]) -> Rendered:
    """Return the words of a mail: staff's text where there is one and it works, else the house's own."""
    edited = text_in_force(template, language)
    if edited is None or edited.is_ours:
        return render_ours(template, language, context)
    try:
        return render_edited(template, language, edited.subject, edited.text, said_in(template, context))
    except Exception as error:
        current_app.logger.exception("the edited text of mail %s (%s) failed; ours leaves", template, language)
        _remember(edited, error)
        return render_ours(template, language, context)


def _remember(edited: MailText, error: Exception) -> None:
    """Keep on the version why it could not be used, for staff to see."""
    edited.trouble = edited.trouble or f"{type(error).__name__}: {error}"[:LONGEST_TROUBLE]


def render_ours(template: str, language: str, context: Mapping[str, object]) -> Rendered:
    """Return the house's own text, whose first line is its subject."""
    with force_locale(language):
        rendered = render_template(f"mails/{template}.txt", **context)
    first, _, text = rendered.lstrip().partition("\n")
    return _tidy(first.removeprefix("Subject:"), text)


def render_edited(template: str, language: str, subject: str, text: str, values: Mapping[str, Any]) -> Rendered:
    """Return staff's text with these values; raise RuleError, its `place` being `subject` or `text`."""
    words = words_of(template)
    with force_locale(language):
        head, body = (_run(place, source, words, values) for place, source in (("subject", subject), ("text", text)))
    if not head.split() or not body.strip():
        raise RuleError("text_empty", place="text" if head.split() else "subject")
    return _tidy(head, body)


def _tidy(subject: str, text: str) -> Rendered:
    """Leave a subject on one line, and one empty line between paragraphs."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return Rendered(one_line(subject), GAP.sub("\n\n", lines) + "\n")


def _run(place: str, source: str, words: Vocabulary, values: Mapping[str, Any]) -> str:
    """Render one of the two texts, saying which in what goes wrong."""
    try:
        return run(source, words, values)
    except RuleError as error:
        raise RuleError(error.code, **{**error.figures, "place": place}) from error


def source_of(template: str) -> str:
    """Return the source of the house's own text."""
    return Path(current_app.root_path, current_app.template_folder or "", "mails", f"{template}.txt").read_text("utf-8")


def words_of(template: str) -> Vocabulary:
    """Return what the text of this mail may use."""
    return vocabulary_of(source_of(template))


def said_in(template: str, context: Mapping[str, object]) -> dict[str, Any]:
    """Return of a context only what the text may say, as plain values: no row of the database goes along."""
    whole = dict(context)
    current_app.update_template_context(whole)
    found = {path: read_at(whole, path) for path in words_of(template).paths}
    return nested({path: value for path, value in found.items() if value is not MISSING})


def read_at(context: Mapping[str, object], path: str) -> object:
    """Return the value at `root.name` of a context, or MISSING; of what is only to be asked for, whether it is."""
    root, *names = path.split(".")
    value = context.get(root, MISSING)
    for name in names:
        value = getattr(value, name, MISSING)
    return bool(value) if VARIABLES[path].only_whether and value is not MISSING else value


def signer(context: Mapping[str, object]) -> str:
    """Return the service that signs the mails of this context."""
    whole = dict(context)
    current_app.update_template_context(whole)
    return str(getattr(whole.get("town") or whole.get("territory"), "service", ""))
