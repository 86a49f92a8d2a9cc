"""Texts that staff wrote: only the words of their mail, a few simple turns, little room, little time."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from flask import current_app
from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from grants.domain.errors import RuleError
from grants.mail.samples import VARIABLES, paths_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2.runtime import Context

LONGEST_SUBJECT = 300
LONGEST_TEXT = 20_000
LONGEST_RENDERED = 100_000
MOST_ROUNDS = 500
DEEPEST = 2
SECONDS = 1.0
WIDE: Final = re.compile(r"%\(\w*\)[^a-zA-Z%]*\d{3}")
"""A place of a text filled up to so many signs: `%(num)900000000d` is a gigabyte."""

FUNCTIONS: Final = frozenset({"euros", "site_url", "ngettext"})
FILTERS: Final = frozenset({"dateformat", "datetimeformat", "upper", "lower", "capitalize", "join", "length", "sort"})
LOOP: Final = frozenset({("first",), ("last",), ("index",), ("length",)})
ADMITTED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter,
    nodes.Call, nodes.Keyword, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Tuple, nodes.List, nodes.Concat, nodes.Test, nodes.Getitem,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the text of one mail may use, learnt from the house's own text."""

    paths: tuple[str, ...]
    functions: frozenset[str]
    filters: frozenset[str]
    inner: frozenset[tuple[str, ...]]
    whole: frozenset[str]
    unknown: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def vocabulary_of(source: str) -> Vocabulary:
    """Return what a house's text uses; `unknown` names what it says without a line in `samples`."""
    environment = current_app.jinja_env
    tree = environment.parse(source)
    roots = meta.find_undeclared_variables(tree) - set(environment.globals)
    chains = {chain for chain in map(chain_of, tree.find_all((nodes.Getattr, nodes.Name))) if chain}
    paths = paths_of(roots)
    named = {".".join(chain) for chain in chains if chain[0] in roots}
    known = {path[:end] for path in paths for end in (*_stops(path), len(path))}
    return Vocabulary(
        paths=paths,
        functions=FUNCTIONS
        | {each.node.name for each in tree.find_all(nodes.Call) if isinstance(each.node, nodes.Name)},
        filters=FILTERS | {each.name for each in tree.find_all(nodes.Filter)},
        inner=LOOP | {chain[1:] for chain in chains if chain[0] not in roots and len(chain) > 1},
        whole=frozenset(chain[0] for chain in chains if len(chain) == 1 and chain[0] in roots),
        unknown=tuple(sorted(named - known)),
    )


def _stops(path: str) -> list[int]:
    """Return where the names of a path end."""
    return [place for place, sign in enumerate(path) if sign == "."]


def chain_of(node: nodes.Node) -> tuple[str, ...]:
    """Return `("file", "title")` for `file.title`, nothing for what hangs on anything but a name."""
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    return (node.name, *reversed(names)) if isinstance(node, nodes.Name) else ()


class Letterpress(SandboxedEnvironment):
    """An environment with the words of one mail and nothing else."""

    def __init__(self, words: Vocabulary) -> None:
        """Take the filters and the functions from the application; a name that is not known is an error."""
        super().__init__(undefined=StrictUndefined, autoescape=False)
        ours = current_app.jinja_env
        self.filters = {name: ours.filters[name] for name in words.filters if name in ours.filters}
        self.filters |= {"few": self._few, "join": self._join}
        self.globals = {name: ours.globals[name] for name in words.functions if name in ours.globals}
        self.ends = time.monotonic() + SECONDS

    def _few(self, values: Iterable[object]) -> Iterator[object]:
        """Walk through a list, not a text, and not for long."""
        if isinstance(values, str):
            message = "a text is no list"
            raise SecurityError(message)
        for place, value in enumerate(values):
            self.look(place < MOST_ROUNDS)
            yield value

    def _join(self, values: Iterable[object], between: str = "") -> str:
        """Join a list, once it is known that the whole stays small."""
        pieces = [str(each) for each in self._few(values)]
        self.look(sum(map(len, pieces)) + len(between) * len(pieces) <= LONGEST_RENDERED)
        return between.join(pieces)

    def call(self, context: Context, called: Any, /, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as Jinja's
        """Call a function of ours, unless a text asks it to write something a thousand signs wide."""
        self.look(not any(isinstance(each, str) and WIDE.search(each) for each in given))
        return super().call(context, called, *given, **named)

    def look(self, fine: bool) -> None:  # noqa: FBT001 - a condition
        """Stop what has grown too large or takes too long; raise RuleError `text_endless`."""
        if not fine or time.monotonic() > self.ends:
            raise RuleError("text_endless")


def run(source: str, words: Vocabulary, values: Mapping[str, Any]) -> str:
    """Render a text of staff; raise RuleError as `read` does or `text_endless`, else whatever the text provokes."""
    press = Letterpress(words)
    tree = read(press, source, words)
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(loop.iter, "few", [], [], None, None, lineno=loop.lineno)
    rendered, size = [], 0
    template = press.template_class.from_code(press, press.compile(tree), press.make_globals(None))
    for piece in template.generate(values):
        rendered.append(piece)
        size += len(piece)
        press.look(size <= LONGEST_RENDERED)
    return "".join(rendered)


def read(press: Letterpress, source: str, words: Vocabulary) -> nodes.Template:
    """Read a text and hold it to its words; raise RuleError `text_syntax`, `word_unknown` or `turn_unknown` (line)."""
    try:
        tree = press.parse(source)
    except TemplateSyntaxError as error:
        raise RuleError("text_syntax", line=error.lineno, reason=error.message or "") from error
    loops = {name.name for loop in tree.find_all(nodes.For) for name in _names(loop.target)} | {"loop"}
    _hold(tree, words, loops, 0)
    return tree


def _names(target: nodes.Node) -> list[nodes.Name]:
    """Return the names a loop gives to what it walks through."""
    return [target] if isinstance(target, nodes.Name) else list(target.find_all(nodes.Name))


def _hold(node: nodes.Node, words: Vocabulary, loops: set[str], depth: int) -> None:
    """Hold one turn of a text, and those inside it, to what is admitted; a function of ours may take a thing whole."""
    if isinstance(node, nodes.Getattr | nodes.Name) and chain_of(node):
        _hold_name(node, words, loops)
        return
    depth += isinstance(node, nodes.For)
    named = node.name if isinstance(node, nodes.Filter | nodes.Test) else ""
    if (
        not isinstance(node, ADMITTED)
        or depth > DEEPEST
        or (isinstance(node, nodes.Filter) and named not in words.filters)
    ):
        raise RuleError("turn_unknown", line=node.lineno, name=named or type(node).__name__.lower())
    children = list(node.iter_child_nodes())
    if isinstance(node, nodes.Call):
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        if called not in words.functions or node.dyn_args or node.dyn_kwargs:
            raise RuleError("turn_unknown", line=node.lineno, name=called or "()")
        children.remove(node.node)
        children = [child for child in children if not (isinstance(child, nodes.Name) and child.name in words.whole)]
    for child in children:
        _hold(child, words, loops, depth)


def _hold_name(node: nodes.Node, words: Vocabulary, loops: set[str]) -> None:
    """Hold a name to the words of the mail, or to what its loops give."""
    chain = chain_of(node)
    inside = chain[0] in loops and (len(chain) == 1 or chain[1:] in words.inner)
    if not inside and (".".join(chain) not in words.paths or ".".join(chain) not in VARIABLES):
        raise RuleError("word_unknown", line=node.lineno, name=".".join(chain))
