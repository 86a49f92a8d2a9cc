"""The description of the API, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from grants import __version__
from grants.domain.file.fields import KINDS
from grants.domain.fulltext import LONGEST_SEARCH
from grants.domain.report import GIFT_KINDS, GIFT_LICENCES
from grants.opendata.cursors import SHAPE
from grants.projects.asked import PARAMETERS
from grants.projects.filtering import SORTS

PAGE = 50
KEY = "^[a-z0-9][a-z0-9-]{0,49}$"

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
MAYBE = {"type": ["string", "null"]}
NAMED = {"type": "object", "required": ["key", "name"], "properties": {"key": TEXT, "name": TEXT}}
SAID = {"type": "object", "required": ["kind", "sentence"], "properties": {"kind": TEXT, "sentence": TEXT}}
CARRIER = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "siret": MAYBE, "rna": MAYBE}}

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
        "association": CARRIER,
        "partners": {
            "type": "array",
            "description": "The other associations that carry the project.",
            "items": CARRIER,
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
                "properties": {
                    "voted_cents": NUMBER,
                    "in_kind_cents": NUMBER,
                    "act": TEXT,
                    "voted_on": MAYBE,
                    "parts_cents": {
                        "type": "array",
                        "description": "What of money and kind is the association’s, then each partner’s.",
                        "items": NUMBER,
                    },
                },
            },
        },
        "public_since": MAYBE,
        "updated_at": {"type": "string", "format": "date-time"},
    },
}
PROBLEM = {"type": "object", "required": ["error", "parameter"], "properties": {"error": TEXT, "parameter": TEXT}}


ASSOCIATION: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "siret", "rna", "projects"],
    "properties": {"id": NUMBER, "name": TEXT, "siret": MAYBE, "rna": MAYBE, "projects": NUMBER},
}
CALL: dict[str, Any] = {
    "type": "object",
    "required": ["id", "year", "scheme", "title", "projects", "voted_cents"],
    "properties": {
        "id": NUMBER,
        "year": NUMBER,
        "scheme": TEXT,
        "title": TEXT,
        "opens_on": MAYBE,
        "closes_on": MAYBE,
        "council_on": MAYBE,
        "plenary_on": MAYBE,
        "report_by": MAYBE,
        "projects": NUMBER,
        "voted_cents": NUMBER,
    },
}
WORD: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind", "project_id", "project", "url", "name", "title", "words", "licence", "at"],
    "properties": {
        "id": NUMBER,
        "kind": {"type": "string", "enum": ["comment", "news"]},
        "project_id": NUMBER,
        "project": TEXT,
        "url": {"type": "string", "format": "uri"},
        "name": MAYBE,
        "title": MAYBE,
        "words": TEXT,
        "licence": TEXT,
        "at": {"type": "string", "format": "date-time"},
    },
}
COMMON: dict[str, Any] = {
    "type": "object",
    "required": ["id", "title", "url", "kind", "licence", "licence_url", "made_by", "project", "year", "themes"],
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "url": MAYBE,
        "kind": {"type": "string", "enum": list(GIFT_KINDS)},
        "licence": MAYBE,
        "licence_url": MAYBE,
        "made_by": TEXT,
        "project": {
            "type": "object",
            "required": ["title", "url"],
            "properties": {"title": TEXT, "url": {"type": "string", "format": "uri"}},
        },
        "year": NUMBER,
        "themes": {"type": "array", "items": TEXT},
    },
}
GIVEN: dict[str, tuple[str, dict[str, Any]]] = {
    "q": ("Words looked for, in French.", {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH}),
    "genre": ("A kind of thing.", {"type": "string", "enum": list(GIFT_KINDS)}),
    "licence": ("A licence; `?` for those not told.", {"type": "string", "enum": [*GIFT_LICENCES, "?"]}),
    "theme": ("The key of a theme.", {"type": "string", "pattern": KEY}),
    "annee": ("Only what the projects of that year gave.", {"type": "string", "pattern": "^[0-9]{4}$"}),
}
"""The filters of the directory of commons."""
FILTERS: dict[str, tuple[str, dict[str, Any]]] = {
    "q": (
        "French words; slips are understood, words that say the same looked for too.",
        {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH},
    ),
    "annee": ("Only the projects of that year.", {"type": "string", "pattern": "^[0-9]{4}$"}),
    "theme": ("The key of a theme.", {"type": "string", "pattern": KEY}),
    "quartier": ("The key of a quarter.", {"type": "string", "pattern": KEY}),
    "besoin": ("A kind of need.", {"type": "string", "enum": sorted(KINDS)}),
    "asso": ("The id of an association.", {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"}),
    "prioritaire": ("Only in priority areas.", {"type": "string", "enum": ["1"]}),
    "communs": ("Only those that gave commons.", {"type": "string", "enum": ["1"]}),
    "tri": ("How the list on screen is sorted; pages here follow the ids.", {"type": "string", "enum": list(SORTS)}),
    "exact": ("Only the words as they are written, nothing understood otherwise.", {"type": "string", "enum": ["1"]}),
}
"""What each filter of the address means; one that the list learnt later is described as a plain word."""

SHAPES = {
    "Project": PROJECT,
    "Association": ASSOCIATION,
    "Call": CALL,
    "Word": WORD,
    "Common": COMMON,
    "Problem": PROBLEM,
}


def description(server: str, licence: str, licence_address: str) -> dict[str, Any]:
    """Return the document for one instance."""
    after = _parameter(
        "after", "The `next` of the page before, given back as it is.", {"type": "string", "pattern": SHAPE}
    )
    asked = [_parameter(name, *FILTERS.get(name, ("A filter of the list.", TEXT))) for name in PARAMETERS]
    number = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": TEXT,
        "description": "A project's `id` or `slug`.",
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Envie de faire",
            "version": __version__,
            "description": "Public projects of the call, with what was voted. No key, no limit but good manners: "
            "send back the `ETag` in `If-None-Match` and one request at a time.",
            "license": {"name": licence, "url": licence_address},
        },
        "servers": [{"url": server}],
        "paths": _paths(after, asked, number),
        "components": {"schemas": SHAPES},
    }


def _paths(after: dict[str, Any], asked: list[dict[str, Any]], number: dict[str, Any]) -> dict[str, Any]:
    """Describe what may be read, by its address."""
    given = [after, *(_parameter(name, *told) for name, told in GIVEN.items())]
    projects, carriers = _page("projects", "Project"), _page("associations", "Association")
    return {
        "/projects": _get("listProjects", "Public projects by id, fifty a page", projects, [after, *asked], "400"),
        "/projects/{id}": _get("readProject", "One public project", _one("project", "Project"), [number], "404"),
        "/associations": _get("listAssociations", "Who carries public projects, by id", carriers, [after], "400"),
        "/words": _get("listWords", "Comments and news of projects, by id", _page("words", "Word"), [after], "400"),
        "/commons": _get("listCommons", "What projects gave to all", _page("commons", "Common"), given, "400"),
        "/calls": _get("listCalls", "Every call, the last year first", _all("calls", "Call"), []),
    }


def _get(
    name: str, words: str, schema: dict[str, Any], parameters: list[dict[str, Any]], *problems: str
) -> dict[str, Any]:
    """Describe a reading: what it answers, unchanged or not, and what it cannot read."""
    told = {"400": "A parameter is not what is described here.", "404": "Nothing public is there."}
    answers = {"200": _answer("Found.", schema), "304": {"description": "Nothing changed since the given ETag."}}
    answers |= {code: _answer(told[code], {"$ref": "#/components/schemas/Problem"}) for code in problems}
    return {"get": {"operationId": name, "summary": words, "parameters": parameters, "responses": answers}}


def _parameter(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a parameter of the address."""
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def _answer(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a JSON answer."""
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _one(name: str, shape: str) -> dict[str, Any]:
    """Describe one thing and its licence."""
    return _object({name: {"$ref": f"#/components/schemas/{shape}"}})


def _all(name: str, shape: str) -> dict[str, Any]:
    """Describe a whole list."""
    return _object({name: {"type": "array", "items": {"$ref": f"#/components/schemas/{shape}"}}})


def _page(name: str, shape: str) -> dict[str, Any]:
    """Describe a page of a list."""
    following = {"type": ["string", "null"], "description": "Give it back as `after`; null on the last page."}
    listed = {"type": "array", "maxItems": PAGE, "items": {"$ref": f"#/components/schemas/{shape}"}}
    return _object({name: listed, "next": following})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """Describe an answer that carries its licence."""
    whole = {**properties, "licence": {"type": "string", "format": "uri"}}
    return {"type": "object", "required": list(whole), "properties": whole}
