"""How data are answered: readable from any site, kept for as long as nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request

from grants.opendata.files import address, as_json, home_town, licence_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.exceptions import HTTPException

EXPOSED = "ETag, Link, Content-Disposition"
A_DAY = "86400"


def opened(response: Response) -> Response:
    """Let programs on any site read the answer, and ask again each time."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, Accept, Content-Type"
        response.headers["Access-Control-Max-Age"] = A_DAY
    response.headers.setdefault("Cache-Control", "public, no-cache")
    return response


def whole(content: bytes | str, kind: str, status: int = 200) -> Response:
    """Answer a whole content with its ETag, or 304 when the reader has it already."""
    response = opened(Response(content, status, content_type=kind))
    response.add_etag()
    response.make_conditional(request)
    return response


def json(value: object, status: int = 200, kind: str = "application/json") -> Response:
    """Answer JSON that any page may read, with its ETag."""
    return whole(as_json(value), kind, status)


def paged(name: str, shown: list[dict[str, Any]], following: str | None) -> Response:
    """Answer a page of a list, with the address of the next one in its `Link` as well."""
    response = json({name: shown, "next": following, "licence": licence_address(home_town())})
    if following:
        asked = {**request.args.to_dict(), "after": following}
        response.headers["Link"] = f'<{address(str(request.endpoint), **asked)}>; rel="next"'
    return response


def to_keep(pieces: Iterable[str] | bytes, kind: str, name: str) -> Response:
    """Answer a file to keep: with its ETag when it is whole, without when it is made line by line."""
    content_type = kind if kind == "application/zip" else f"{kind}; charset=utf-8"
    if isinstance(pieces, bytes):
        response = whole(pieces, content_type)
    else:
        response = opened(Response(pieces, content_type=content_type))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def told_to_a_program(error: HTTPException) -> Response:
    """Answer an error of an address of the API: JSON that any page may read, in one sentence."""
    response = opened(Response(as_json({"error": error.name, "parameter": ""}), error.code, error.get_headers()))
    response.content_type = "application/json"
    return response
