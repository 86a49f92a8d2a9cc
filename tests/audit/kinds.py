"""Which acts the code can write in the log, read from the code itself: what follows `record(actor, …`, wherever."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grants.settings import ROOT

DOOR: Final = ("record", 1, "act")
"""The function every act goes through, the place and the name of the act among what it is given."""


class UnreadableActError(AssertionError):
    """Somewhere an act is written in a way that is not read here: the act could be anything."""

    def __init__(self, module: Module, line: int) -> None:
        super().__init__(f"{module.path}:{line}")


@dataclass(frozen=True)
class Module:
    """One file of the code; `functions` are its functions by name, `values` what it binds to a name, as written."""

    path: Path
    package: str
    tree: ast.Module
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    values: dict[str, ast.expr] = field(default_factory=dict)


def code(root: Path = ROOT / "grants") -> list[Module]:
    """Read every file of the code but the one that keeps the log."""
    return [
        module_of(path, path.read_text("utf-8"), path.relative_to(root).parts[0])
        for path in sorted(root.rglob("*.py"))
        if path.name != "audit.py"
    ]


def module_of(path: Path, text: str, package: str) -> Module:
    """Read one file."""
    made = Module(path, package, ast.parse(text))
    for node in ast.walk(made.tree):
        if isinstance(node, ast.FunctionDef):
            made.functions[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                made.values.update(_bound(target, node.value))
    return made


def _bound(target: ast.expr, value: ast.expr) -> dict[str, ast.expr]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return {each.id: said for each, said in zip(target.elts, value.elts, strict=True) if isinstance(each, ast.Name)}
    return {target.id: value} if isinstance(target, ast.Name) else {}


def kinds(modules: list[Module]) -> set[str]:
    """Return every act that can be written; raises UnreadableActError where one cannot be told."""
    return _given(modules, modules, *DOOR)


def _given(modules: list[Module], known: list[Module], name: str, place: int, keyword: str) -> set[str]:
    """Return what a function is given at a place, wherever it is called in these files."""
    found: set[str] = set()
    for module in modules:
        for function, call in _calls(module, name):
            told = next((each.value for each in call.keywords if each.arg == keyword), None)
            if told is None and len(call.args) > place:
                told = call.args[place]
            if told is not None:
                found |= _said(told, module, function, known)
    return found


def _calls(module: Module, name: str) -> list[tuple[ast.FunctionDef | None, ast.Call]]:
    """Return the calls of a function by that name, each with the function it stands in."""
    inside = {id(node): outer for outer in module.functions.values() for node in ast.walk(outer)}
    called = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return [
        (inside.get(id(call)), call)
        for call in called
        if getattr(call.func, "attr", getattr(call.func, "id", "")) == name
    ]


def _said(node: ast.expr, module: Module, function: ast.FunctionDef | None, known: list[Module]) -> set[str]:
    """Return the texts an expression may be."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return _said(node.body, module, function, known) | _said(node.orelse, module, function, known)
    if isinstance(node, ast.JoinedStr):
        found = {""}
        for part in node.values:
            piece = part.value if isinstance(part, ast.FormattedValue) else part
            found = {one + other for one in found for other in _said(piece, module, function, known)}
        return found
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        table = module.values.get(node.value.id)
        if isinstance(table, ast.Dict):
            return set().union(*(_said(each, module, function, known) for each in table.values))
    if isinstance(node, ast.Name):
        return _named(node, module, function, known)
    raise UnreadableActError(module, node.lineno)


def _named(node: ast.Name, module: Module, function: ast.FunctionDef | None, known: list[Module]) -> set[str]:
    """Return what a name may hold: what its function is given, else what the file binds to it."""
    name = node.id
    given = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)] if function else []
    if function and name in given:
        near = [each for each in known if each.package == module.package and function.name not in each.functions]
        here = [module] if function.name.startswith("_") else [module, *near]
        return _given(here, known, function.name, given.index(name), name)
    if name not in module.values:
        raise UnreadableActError(module, node.lineno)
    return _said(module.values[name], module, function, known)
