"""The small ways in which a rule can be broken: one change of its program at a time, put in its place in memory.

The ways are those of the mutation tools in use (mutmut, cosmic-ray): a comparison moved by one, `and` for `or`, a sign
turned, a number raised, a word spoiled, a condition turned round, an argument lost, a line lost; and, because rules
are tables as much as functions, an entry lost from a table. Notes, types and what a decorator is told are left alone.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from enum import Enum
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.MatMult: ast.Mult,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
SWAPPED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "lower": "upper",
    "strip": "lstrip",
    "rstrip": "lstrip",
    "startswith": "endswith",
    "find": "rfind",
    "rfind": "find",
    "minimum": "maximum",
    "maximum": "minimum",
    "search": "fullmatch",
}
LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases", "keywords_of_class", "ctx", "type_params"}
NOT_RULES = {"TypeVar", "ParamSpec", "TYPE_CHECKING", "Protocol"}


@dataclass(frozen=True)
class Change:
    """One change of one module: its program once changed, and where."""

    module: str
    name: str
    path: Path
    line: int
    before: str
    after: str
    program: str

    def told(self) -> str:
        """Say it in a line."""
        return f"{self.module}:{self.line}: {self.before}  →  {self.after}"

    def install(self) -> None:
        """Have the changed program read in the place of the module, which nobody has read yet."""
        sys.meta_path.insert(0, _Instead(self))

    def swap(self) -> bool:
        """Put the change in the place of a rule that was read; return False when that cannot be done in place."""
        module = sys.modules[self.module]
        fresh = {"__name__": self.module, "__file__": str(self.path)}
        exec(compile(self.program, str(self.path), "exec", dont_inherit=True), fresh)  # noqa: S102 - our own program
        name, _, member = self.name.partition(".")
        old, new = vars(module)[name], fresh[name]
        if member:
            old, new = vars(old)[member], vars(new)[member]
        if isinstance(old, type):
            return not issubclass(old, Enum) and _swap_members(old, new)
        if not _swap_code(old, new):
            for each in list(sys.modules.values()):
                if getattr(each, "__dict__", {}).get(name) is old:
                    setattr(each, name, new)
        return True


def _swap_members(old: type, new: object) -> bool:
    """Give each function of a class the program of another class's; return False when some cannot take it."""
    try:
        for name, member in list(vars(old).items()):
            _swap_code(member, vars(new)[name])
    except ValueError:  # what a closure holds cannot be changed from outside
        return False
    return True


def _swap_code(old: object, new: object) -> bool:
    """Give a function, or a property, the program of another; return False when it is neither."""
    if isinstance(old, property):
        old, new = old.fget, new.fget  # type: ignore[attr-defined]
    elif hasattr(old, "cache_clear"):
        old.cache_clear()
        old, new = old.__wrapped__, new.__wrapped__  # type: ignore[attr-defined]
    if not isinstance(old, FunctionType) or not isinstance(new, FunctionType):
        return False
    old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
    return True


class _Instead(MetaPathFinder):
    """Finds the changed module, and that one alone."""

    def __init__(self, change: Change) -> None:
        self.change = change

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """Answer for the changed module."""
        del path, target
        if name != self.change.module:
            return None
        loader = _Changed(name, str(self.change.path))
        loader.program = self.change.program
        return spec_from_file_location(name, self.change.path, loader=loader)


class _Changed(SourceFileLoader):
    """Reads the changed program instead of the file."""

    program = ""

    def get_code(self, fullname: str) -> CodeType:
        """Compile it."""
        return compile(self.program, self.get_filename(fullname), "exec", dont_inherit=True)


def changes(root: Path, path: str, names: Sequence[str] = ()) -> Iterator[Change]:
    """Give every change of a file, or of what these names stand for in it."""
    tree = ast.parse((root / path).read_text(encoding="utf-8"))
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for name, statement in _named_in(tree):
        if _is_rule(statement) and (name in names if names else "." not in name):
            for line, before, after in _broken(statement):
                yield Change(module, name, root / path, line, before, after, ast.unparse(tree))


def _is_rule(statement: ast.stmt) -> bool:
    """Tell whether a statement of a module says something: not an import, a note, or a word for the type checker."""
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.Expr):
        return False
    told = statement.bases if isinstance(statement, ast.ClassDef) else [statement]
    if isinstance(statement, ast.FunctionDef):
        return True
    return not any(isinstance(each, ast.Name) and each.id in NOT_RULES for part in told for each in ast.walk(part))


def _named_in(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Give each statement of a module under the name it gives, and each of its classes' as `Class.name`."""
    for statement in tree.body:
        yield _named(statement), statement
        for member in statement.body if isinstance(statement, ast.ClassDef) else ():
            yield f"{statement.name}.{_named(member)}", member


def _named(statement: ast.stmt) -> str:
    """Return what a statement gives a name to."""
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    if isinstance(statement, ast.AnnAssign):
        return ast.unparse(statement.target)
    return str(getattr(statement, "name", ""))


def _broken(top: ast.stmt) -> Iterator[tuple[int, str, str]]:
    """Break the tree in one place, tell it, mend it, and go on to the next."""
    for parent, field, place, node, holder in list(_places(top, top)):
        for other in _instead(node, parent, field):
            before = _first(holder)
            _put(parent, field, place, other)
            yield getattr(node, "lineno", holder.lineno), before, _first(holder if node is not holder else other)
            _put(parent, field, place, node)


def _first(node: ast.AST) -> str:
    """Write a statement, of a long one what comes before its body."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If | ast.For | ast.While | ast.With):
        return ast.unparse(node).split("\n    ")[0]
    return ast.unparse(ast.fix_missing_locations(node))


def _put(parent: ast.AST, field: str, place: int | None, node: object) -> None:
    """Put a node, or a list of nodes, where another stood."""
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


Place = tuple[ast.AST, str, int | None, "ast.AST | list[ast.AST]", ast.stmt]


def _places(node: ast.AST, holder: ast.stmt) -> Iterator[Place]:
    """Give each place of a tree: (its parent, field, index, what stands there, the statement around it)."""
    for field, value in ast.iter_fields(node):
        if field in LEFT_ALONE:
            continue
        if isinstance(value, list) and all(isinstance(each, ast.AST) for each in value):
            if len(value) > 1 and _may_lose(node, field):
                yield node, field, None, value, holder
            for place, each in enumerate(value):
                if not _is_note(each):
                    around = each if isinstance(each, ast.stmt) else holder
                    yield node, field, place, each, around
                    yield from _places(each, around)
        elif isinstance(value, ast.AST):
            yield node, field, None, value, holder
            yield from _places(value, holder)


def _is_note(node: ast.AST) -> bool:
    """Tell whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _may_lose(node: ast.AST, field: str) -> bool:
    """Tell whether what stands in a list may be lost one by one."""
    return (isinstance(node, ast.Call) and field in {"args", "keywords"}) or (
        isinstance(node, ast.Set | ast.List) and field == "elts"
    )


def _instead(node: ast.AST | list[ast.AST], parent: ast.AST, field: str) -> Iterator[object]:  # noqa: C901, PLR0912 - one way after another
    """Give what may stand in the place of a node."""
    if isinstance(node, list):
        yield from ([*node[:lost], *node[lost + 1 :]] for lost in range(len(node)))
        return
    if type(node) in OTHER:
        yield OTHER[type(node)]()
    elif isinstance(node, ast.Constant):
        yield from _other_constant(node, parent)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Name | ast.Attribute) and field == "func":
        yield from _other_call(node)
    elif isinstance(node, ast.Expr | ast.AugAssign | ast.Raise | ast.Delete):
        yield ast.Pass()
    elif isinstance(node, ast.Dict):
        for lost in range(len(node.keys)):
            yield ast.Dict(_without(node.keys, lost), _without(node.values, lost))
    elif isinstance(node, ast.Slice):
        yield from (ast.Slice(*each) for each in ((None, node.upper), (node.lower, None)) if _differs(node, each))
    elif isinstance(node, ast.Tuple) and isinstance(parent, ast.Assign | ast.AnnAssign | ast.Call):
        yield from (ast.Tuple(_without(node.elts, lost), node.ctx) for lost in range(len(node.elts)))
    if field == "test" and not isinstance(node, ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)
    if (
        isinstance(parent, ast.Call)
        and field == "args"
        and not isinstance(node, ast.GeneratorExp | ast.Starred)
        and not _is_none(node)
    ):
        yield ast.Constant(None)
    if isinstance(parent, ast.Assign | ast.AnnAssign) and field == "value" and not _is_none(node):
        yield ast.Constant(None)


def _differs(node: ast.Slice, ends: tuple[ast.expr | None, ast.expr | None]) -> bool:
    """Tell whether a slice would be another."""
    return (node.lower, node.upper) != ends


def _without(nodes: Sequence[ast.AST | None], lost: int) -> list[ast.AST | None]:
    """Return the nodes but one."""
    return [*nodes[:lost], *nodes[lost + 1 :]]


def _is_none(node: ast.AST) -> bool:
    """Tell whether a node is None already."""
    return isinstance(node, ast.Constant) and node.value is None


def _other_constant(node: ast.Constant, parent: ast.AST) -> Iterator[ast.expr]:
    """Raise a number, spoil a word, turn a truth."""
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and not (isinstance(parent, ast.FormattedValue)):
        yield ast.Constant(f"XX{node.value}XX")


def _other_call(node: ast.Name | ast.Attribute) -> Iterator[ast.expr]:
    """Call what does nearly the same."""
    if isinstance(node, ast.Name) and node.id in SWAPPED:
        yield ast.Name(SWAPPED[node.id], node.ctx)
    if isinstance(node, ast.Attribute) and node.attr in SWAPPED:
        yield ast.Attribute(node.value, SWAPPED[node.attr], node.ctx)
