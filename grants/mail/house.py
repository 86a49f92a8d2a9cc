"""The house's own texts as staff may rewrite them: sentences in the language of the mail, variables in their place."""

from __future__ import annotations

import re
from ast import literal_eval
from datetime import date
from typing import Final

from flask import current_app
from flask_babel import force_locale, gettext

from grants.mail.proofs import samples_of
from grants.mail.rendering import source_of, words_of
from grants.mail.samples import VARIABLES
from grants.mail.sandbox import run

Token = tuple[str, str]
OPEN: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
PRINTED: Final = re.compile(r"{{.*?}}")
PLACE: Final = re.compile(r"%\((\w+)\)[sd]")


def editable(template: str, language: str) -> tuple[str, str]:
    """Return the subject and the text of a mail of the house, in a language, ready to be rewritten."""
    with force_locale(language):
        first, _, text = _plain(source_of(template)).lstrip().partition("\n")
    return first.removeprefix("Subject:").strip(), text.strip() + "\n"


def _plain(source: str) -> str:
    """Write the sentences to translate in the language in force."""
    written: list[str] = []
    inside: list[Token] = []
    for _line, kind, value in current_app.jinja_env.lex(source):
        if kind in {"variable_begin", "block_begin"}:
            inside = []
            start = value
        elif kind in {"variable_end", "block_end"}:
            sentence = _sentence(inside) if kind == "variable_end" else None
            written.append(sentence if sentence is not None else f"{start}{_spoken(inside)}{value}")
        elif kind == "data":
            written.append(value)
        else:
            inside.append((kind, value))
    return "".join(written)


def _sentence(tokens: list[Token]) -> str | None:
    """Return what `{{ _("…", name=value) }}` says, its values in braces; None for anything else."""
    words = _bare(tokens)
    if not _is_call(words) or _end(words, 1) != len(words) - 1:
        return None
    first, *rest = _arguments(words[2:-1])
    if len(first) != 1 or first[0][0] != "string":
        return None
    said = str(gettext(literal_eval(first[0][1])))
    if not rest:
        return said
    values = {each[0][1]: _spoken(_bare(each[2:])) for each in rest}
    return PLACE.sub(lambda place: f"{{{{ {values[place[1]]} }}}}", said).replace("%%", "%")


def _bare(tokens: list[Token]) -> list[Token]:
    """Return tokens without the blanks around them."""
    first, last = 0, len(tokens)
    while first < last and tokens[first][0] == "whitespace":
        first += 1
    while last > first and tokens[last - 1][0] == "whitespace":
        last -= 1
    return tokens[first:last]


def _spoken(tokens: list[Token]) -> str:
    """Write a turn with the plain sentences inside it said in the language in force."""
    written, place = [], 0
    while place < len(tokens):
        short = tokens[place : place + 4]
        if _is_call(short) and len(short) == 4 and short[2][0] == "string" and short[3][1] == ")":  # noqa: PLR2004
            said = str(gettext(literal_eval(short[2][1])))
            written.append('"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"')
            place += 4
        else:
            written.append(tokens[place][1])
            place += 1
    return "".join(written)


def _is_call(tokens: list[Token]) -> bool:
    """Tell whether these tokens begin with `_(`."""
    return [value for _, value in tokens[:2]] == ["_", "("]


def _end(tokens: list[Token], start: int) -> int:
    """Return where the bracket opened at `start` closes."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += OPEN.get(tokens[place][1], 0)
        if depth == 0:
            return place
    return len(tokens)


def _arguments(tokens: list[Token]) -> list[list[Token]]:
    """Cut arguments at the commas that stand between them."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += OPEN.get(token[1], 0)
        if token[1] == "," and depth == 0:
            found.append([])
        else:
            found[-1].append(token)
    return [_bare(each) for each in found if _bare(each)]


def snippets(template: str, language: str) -> list[tuple[str, str, str]]:
    """Return what a text may say: its name in words, what to write, what an example gives; first what ours says."""
    printed = PRINTED.findall("\n".join(editable(template, language)))
    printed = [each for each in printed if " if " not in each]
    words, values = words_of(template), samples_of(template)
    found: list[list[tuple[str, str, str]]] = [[], []]
    for path in words.paths:
        whole = re.compile(rf"(?<![\w.]){re.escape(path)}(?![\w.])")
        ours = next((each for each in printed if whole.search(each)), "")
        snippet = ours or _usual(path, VARIABLES[path].sample)
        if snippet:
            with force_locale(language):
                found[not ours].append((str(VARIABLES[path].words), snippet, run(snippet, words, values)))
    return [*found[0], *found[1]]


def _usual(path: str, sample: object) -> str:
    """Return how a variable that our own text does not print is written; nothing for what is a list or only asked."""
    if isinstance(sample, date):
        return f'{{{{ {path}|dateformat("long") }}}}'
    if path.endswith("cents"):
        return f"{{{{ euros({path}) }}}}"
    plain = sample is None or (isinstance(sample, str | int) and not isinstance(sample, bool))
    return f"{{{{ {path} }}}}" if plain else ""
