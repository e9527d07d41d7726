"""The OpenAPI document, made from the table of operations and the very structs that check what comes in."""

from functools import cache
from typing import Any

import msgspec
import yaml

from hub.api.body import JSON, MOST_ITEMS, NDJSON
from hub.api.keys import SCOPES
from hub.api.operation import Operation
from hub.api.problems import CONTENT_TYPE, TITLES, Document, type_of
from hub.api.routes import OPERATIONS

_TEMPLATE = "#/components/schemas/{name}"
_DETAILS = {
    400: ("malformed", "It is not JSON: Input data was truncated."),
    401: ("not-authenticated", "Send your key as: Authorization: Bearer <key>."),
    403: ("not-allowed", "This needs a key with the scope customers:read."),
    404: ("not-found", "There is no customer like this."),
    409: ("key-in-use", "Ask again in a moment."),
    413: ("too-large", "A body may have 10 MB, also when unpacked."),
    415: ("unsupported-media-type", "The Content-Type is application/json."),
    422: ("invalid", "Nothing was taken."),
    429: ("too-many-requests", "600 a minute are allowed; the next one begins in 17 seconds."),
    500: ("failed", "This was not done. It is in our log; the same request may be sent again."),
}
_PATH = {
    "customer": {"type": "string", "pattern": "^C[0-9]{6,18}$", "examples": ["C000123"]},
    "kind": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$", "examples": ["repair"]},
    "message": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "conversation": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "decision": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "device": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "offer": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,60}$", "examples": ["winter-box"]},
    "webhook": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "campaign": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,60}$", "examples": ["autumn"]},
}


@cache
def document() -> dict[str, Any]:
    """Return the whole document; it changes with the code only."""
    types = [each for operation in OPERATIONS for each in (operation.gives, operation.takes) if each]
    _, components = msgspec.json.schema_components([*types, Document], ref_template=_TEMPLATE)
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(f"/api/v1/{operation.path}", {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rapport",
            "version": "1",
            "description": (
                "Times are RFC 3339, amounts are minor units with a currency. Errors are problem documents"
                " (RFC 9457), whose types are listed at /api/docs/problems/. Every write takes an"
                " Idempotency-Key. Lists go on at the cursor in `next`."
            ),
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "responses": {str(status): _problem(status) for status in _DETAILS},
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API key. Its scopes: "
                    + "; ".join(f"`{scope}`: {words}" for scope, words in SCOPES.items())
                    + ".",
                }
            },
        },
    }


def as_yaml() -> str:
    """Return the document as docs/openapi.yaml keeps it."""
    text: str = yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=100)
    return text


def _operation(operation: Operation) -> dict[str, Any]:
    says: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.path.split("/", 1)[0]],
        "summary": operation.summary.rstrip("."),
        "security": [{"key": [operation.scope] if operation.scope else []}],
    }
    if parameters := [*_path(operation), *_query(operation), *_headers(operation)]:
        says["parameters"] = parameters
    if operation.takes:
        says["requestBody"] = {"required": True, "content": _body(operation)}
    return says | {"responses": _responses(operation)}


def _path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in _PATH.items()
        if f"{{{name}}}" in operation.path
    ]


def _query(operation: Operation) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([operation.query], ref_template=_TEMPLATE)
    struct = components[operation.query.__name__]
    return [
        {"name": name, "in": "query", "required": name in struct.get("required", []), "schema": schema}
        for name, schema in struct["properties"].items()
    ]


def _headers(operation: Operation) -> list[dict[str, Any]]:
    schema = {"type": "string"}
    name, words = "If-None-Match", "An ETag: the answer is 304 while nothing has changed."
    if operation.is_write:
        name, words = "Idempotency-Key", "The same key and request get the first answer again, for a day."
        schema["pattern"] = r"^[\x21-\x7e]{1,200}$"
    return [{"name": name, "in": "header", "required": False, "description": words, "schema": schema}]


def _body(operation: Operation) -> dict[str, Any]:
    one = {"$ref": _TEMPLATE.format(name=operation.takes.__name__)}
    if not operation.is_bulk:
        return {JSON: {"schema": one, "example": operation.example}}
    many = {"type": "array", "items": one, "maxItems": MOST_ITEMS}
    return {
        JSON: {"schema": {"anyOf": [one, many]}, "example": operation.example},
        NDJSON: {"schema": {"type": "string", "description": "One object on each line."}},
    }


def _responses(operation: Operation) -> dict[str, Any]:
    gives = {JSON: {"schema": {"$ref": _TEMPLATE.format(name=operation.gives.__name__)}}}
    usual = {"description": "Done", "headers": _limits(), "content": gives}
    found: dict[str, Any] = {str(operation.status): usual}
    for status, words in operation.also.items():
        found[str(status)] = usual | {"description": words}
    if not operation.is_write:
        found["304"] = {"description": "Nothing has changed"}
    statuses = {400, 401, 429, 500}
    statuses |= {403} if operation.scope else set()
    statuses |= {404} if "{" in operation.path else set()
    statuses |= {409, 413, 415, 422} if operation.is_write else set()
    for status in sorted(statuses):
        found[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return found


def _limits() -> dict[str, Any]:
    words = {
        "RateLimit-Limit": "Requests a minute",
        "RateLimit-Remaining": "What is left of this minute's",
        "RateLimit-Reset": "Seconds until the next minute",
    }
    return {name: {"description": each, "schema": {"type": "integer"}} for name, each in words.items()}


def _problem(status: int) -> dict[str, Any]:
    slug, detail = _DETAILS[status]
    example: dict[str, Any] = {
        "type": type_of(slug), "title": TITLES[slug], "status": status, "detail": detail,
    }  # fmt: skip
    if status == 422:
        example["errors"] = [{"pointer": "/0/kind", "detail": "is none of call, note, purchase, visit"}]
    schema = {"$ref": _TEMPLATE.format(name="Document")}
    says = {"description": TITLES[slug], "content": {CONTENT_TYPE: {"schema": schema, "example": example}}}
    if status == 429:
        says["headers"] = {"Retry-After": {"description": "In seconds", "schema": {"type": "integer"}}}
    return says
