"""The description of the API, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from grants import __version__

FEWEST_YEAR, MOST_YEAR = 1900, 2200
MOST_CURSOR = 2_000_000_000
PAGE = 50

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
MAYBE = {"type": ["string", "null"]}
NAMED = {"type": "object", "required": ["key", "name"], "properties": {"key": TEXT, "name": TEXT}}
SAID = {"type": "object", "required": ["kind", "sentence"], "properties": {"kind": TEXT, "sentence": TEXT}}

PROJECT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "slug", "url", "title", "association", "year", "awards", "updated_at"],
    "properties": {
        "id": NUMBER,
        "slug": TEXT,
        "url": {"type": "string", "format": "uri"},
        "title": TEXT,
        "hook": TEXT,
        "what": TEXT,
        "for_whom": TEXT,
        "where_text": TEXT,
        "when_text": TEXT,
        "commons": TEXT,
        "text_licence": TEXT,
        "association": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": TEXT, "siret": MAYBE, "rna": MAYBE},
        },
        "carried_group": MAYBE,
        "year": NUMBER,
        "call": TEXT,
        "first_time": {"type": "boolean"},
        "neighbourhoods": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "name", "latitude", "longitude"],
                "properties": {
                    "key": TEXT,
                    "name": TEXT,
                    "latitude": {"type": "number"},
                    "longitude": {"type": "number"},
                },
            },
        },
        "themes": {"type": "array", "items": NAMED},
        "needs": {"type": "array", "items": SAID},
        "offers": {"type": "array", "items": SAID},
        "awards": {
            "type": "array",
            "description": "What the council voted, in cents; empty before the vote.",
            "items": {
                "type": "object",
                "required": ["voted_cents", "in_kind_cents", "act", "voted_on"],
                "properties": {"voted_cents": NUMBER, "in_kind_cents": NUMBER, "act": TEXT, "voted_on": MAYBE},
            },
        },
        "public_since": MAYBE,
        "updated_at": {"type": "string", "format": "date-time"},
    },
}
PROBLEM = {"type": "object", "required": ["error", "parameter"], "properties": {"error": TEXT, "parameter": TEXT}}


def description(server: str, licence: str, licence_address: str) -> dict[str, Any]:
    """Return the document for one instance."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Envie de faire",
            "version": __version__,
            "description": "Public projects of the call, with what was voted. No key, no limit but good manners.",
            "license": {"name": licence, "url": licence_address},
        },
        "servers": [{"url": server}],
        "paths": {
            "/projects": {
                "get": {
                    "operationId": "listProjects",
                    "summary": "Public projects by id, fifty at a time",
                    "parameters": [
                        _parameter(
                            "after", "The `next` of the page before; projects of greater ids follow.", 0, MOST_CURSOR
                        ),
                        _parameter("year", "Only the projects of that year.", FEWEST_YEAR, MOST_YEAR),
                    ],
                    "responses": {
                        "200": _answer("One page.", _page()),
                        "304": {"description": "Nothing changed since the given ETag."},
                        "400": _answer("A parameter is not what is described here.", PROBLEM),
                    },
                }
            }
        },
        "components": {"schemas": {"Project": PROJECT}},
    }


def _parameter(name: str, words: str, least: int, most: int) -> dict[str, Any]:
    """Describe a whole number of the address."""
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": words,
        "schema": {"type": "integer", "minimum": least, "maximum": most},
    }


def _answer(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a JSON answer."""
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _page() -> dict[str, Any]:
    """Describe a page of projects."""
    return {
        "type": "object",
        "required": ["projects", "next", "licence"],
        "properties": {
            "projects": {"type": "array", "maxItems": PAGE, "items": {"$ref": "#/components/schemas/Project"}},
            "next": {"type": ["integer", "null"], "description": "Give it back as `after`; null on the last page."},
            "licence": {"type": "string", "format": "uri"},
        },
    }
