"""What a form may send: its token, and files only where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import abort, current_app, request
from flask_wtf import CSRFProtect

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

csrf = CSRFProtect()


def takes_files(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare on a view that its form takes files, and how large a whole request may be."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return declare


def hold_files() -> None:
    """Let a form that asks for files be large; a file in the place of a text is a request nobody understands."""
    most = getattr(current_app.view_functions.get(request.endpoint or ""), "most_bytes", 0)
    if most:
        request.max_content_length = most
    elif request.files:
        abort(400)
