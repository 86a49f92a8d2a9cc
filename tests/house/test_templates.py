"""Every template can be read by the engine, finds what it extends, and holds no inline script or style."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from jinja2 import TemplateSyntaxError, nodes

from tests.house.source import TEMPLATES, templates

if TYPE_CHECKING:
    from flask import Flask
    from jinja2 import Environment


class Inline(HTMLParser):
    """Notes what a strict content security policy would stop."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        self.found += [name for name, value in attrs if (value or "").strip().lower().startswith("javascript:")]


def inline(text: str) -> list[str]:
    reader = Inline()
    reader.feed(text)
    return reader.found


def missing_parts(environment: Environment, text: str) -> list[str]:
    """Compile a template, filters included; return the parts it names and that do not exist."""
    environment.compile(text)
    wanted = environment.parse(text).find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
    named = [each.template.value for each in wanted if isinstance(each.template, nodes.Const)]
    return [name for name in named if not (TEMPLATES / name).is_file()]


def test_no_template_holds_inline_script_or_style() -> None:
    assert {name: found for name, text in templates() if (found := inline(text))} == {}


@pytest.mark.parametrize(
    "sample",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button\n  onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_inline_script_or_style_would_be_seen(sample: str) -> None:
    assert inline(sample) != []
    assert inline('<script type="module" src="/static/js/gauge.js"></script><p class="style">one</p>') == []


def test_every_template_parses_and_finds_its_parts(application: Flask) -> None:
    missing = {name: found for name, text in templates() if (found := missing_parts(application.jinja_env, text))}
    assert missing == {}


def test_a_broken_template_would_be_seen(application: Flask) -> None:
    assert missing_parts(application.jinja_env, "{% extends 'nowhere.html' %}") == ["nowhere.html"]
    for broken in ("{% if %}", "{{ name|no_such_filter }}"):
        with pytest.raises(TemplateSyntaxError):
            missing_parts(application.jinja_env, broken)
