"""Nothing grows beyond what one reads in one go."""

from __future__ import annotations

import ast

from tests.house.source import functions, modules, templates

MODULE_LINES = 300
FUNCTION_LINES = 40
VIEW_LINES = 20
TEMPLATE_LINES = 120


def long_functions(text: str) -> dict[str, int]:
    """Return the functions longer than allowed, views more strictly; decorators and docstring do not count."""
    found = {}
    for node in functions(text):
        first = node.body[0]
        documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        explained = first.end_lineno - first.lineno + 1 if documented else 0
        lines = node.end_lineno - node.lineno + 1 - explained
        is_view = any("open_to" in ast.unparse(decorator) for decorator in node.decorator_list)
        if lines > (VIEW_LINES if is_view else FUNCTION_LINES):
            found[node.name] = lines
    return found


def test_no_module_is_too_long() -> None:
    sizes = {name: len(text.splitlines()) for name, text in modules()}
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}


def test_no_template_is_too_long() -> None:
    sizes = {name: len(text.splitlines()) for name, text in templates()}
    assert {name: size for name, size in sizes.items() if size > TEMPLATE_LINES} == {}


def test_no_function_is_too_long() -> None:
    assert {
        f"{name}: {function}": lines for name, text in modules() for function, lines in long_functions(text).items()
    } == {}


def test_a_long_function_would_be_seen() -> None:
    body = "    pass\n" * 20
    assert long_functions("def short():\n" + body) == {}
    assert long_functions("@open_to(EVERYONE)\ndef page():\n    '''Say.'''\n" + body) == {"page": 21}
    assert long_functions("def long():\n" + body * 2) == {"long": 41}
