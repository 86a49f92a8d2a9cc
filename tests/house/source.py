"""The house's own files, as its tests read them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(__file__).resolve().parents[2]
GRANTS = HOUSE / "grants"
TEMPLATES = HOUSE / "templates"


def modules(under: Path = GRANTS) -> Iterator[tuple[str, str]]:
    """Give every Python module under a folder: its address from there upwards, and its text."""
    for path in sorted(under.rglob("*.py")):
        yield str(path.relative_to(under.parent)), path.read_text(encoding="utf-8")


def templates() -> Iterator[tuple[str, str]]:
    """Give every template: its name as views say it, and its text."""
    for path in sorted(TEMPLATES.rglob("*.*")):
        yield str(path.relative_to(TEMPLATES)), path.read_text(encoding="utf-8")


def functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function and method of a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_page_or_command(module: str) -> bool:
    """Tell whether a module belongs to views or cli, as a file or as a folder of them."""
    return bool({"views", "cli"} & set(Path(module).with_suffix("").parts))
