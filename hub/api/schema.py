"""The OpenAPI document, made from the table of operations and the very structs that check what comes in."""

import re
from functools import cache
from typing import Any

import msgspec
import yaml
from django.urls import reverse

from hub.api.body import JSON, MOST_ITEMS, NDJSON
from hub.api.fields import Sparse, item_of
from hub.api.keys import EVERY
from hub.api.operation import Operation
from hub.api.problems import CONTENT_TYPE, TITLES, Document, type_of
from hub.api.routes import OPERATIONS

_TEMPLATE = "#/components/schemas/{name}"
_DETAILS = {
    400: ("malformed", "It is not JSON: Input data was truncated."),
    401: ("not-authenticated", "Send your key as: Authorization: Bearer <key>."),
    403: ("not-allowed", "This needs the scope customers:read."),
    404: ("not-found", "There is no customer like this."),
    409: ("key-in-use", "Ask again in a moment."),
    412: ("changed", "It has changed since you read it."),
    413: ("too-large", "A body may have 10 MB, also when unpacked."),
    415: ("unsupported-media-type", "The Content-Type is application/json."),
    422: ("invalid", "Nothing was taken."),
    429: ("too-many-requests", "600 a minute are allowed; the next one begins in 17 seconds."),
    500: ("failed", "This was not done. It is in our log; the same request may be sent again."),
}
_PATH = {
    "customer": {"type": "string", "pattern": "^C[0-9]{6,18}$", "examples": ["C000123"]},
    "partner": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,19}$", "examples": ["petshop"]},
    "kind": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$", "examples": ["repair"]},
    "message": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "conversation": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "item": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "decision": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "device": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "offer": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,60}$", "examples": ["winter-box"]},
    "webhook": {"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["1"]},
    "campaign": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,60}$", "examples": ["autumn"]},
}
_BLANK = re.compile(r"{(\w+)}")
_TELLS = {
    "record_interactions": ("customer", "$response.body#/items/0/customer"),
    "upsert_customers": ("customer", "$response.body#/items/0/customer"),
    "find_customers": ("customer", "$response.body#/items/0/customer"),
    "register_device": ("device", "$response.body#/items/0/id"),
    "read_inbox": ("message", "$response.body#/items/0/id"),
    "send_message": ("message", "$response.body#/id"),
    "list_messages": ("message", "$response.body#/items/0/id"),
    "list_event_kinds": ("kind", "$response.body#/items/0/key"),
    "list_work": ("item", "$response.body#/items/0/id"),
    "list_conversations": ("conversation", "$response.body#/items/0/id"),
    "list_campaigns": ("campaign", "$response.body#/items/0/key"),
    "ask_decision": ("decision", "$response.body#/id"),
    "write_offer": ("offer", "$response.body#/key"),
    "list_offers": ("offer", "$response.body#/items/0/key"),
    "subscribe_webhook": ("webhook", "$response.body#/webhook/id"),
    "list_webhooks": ("webhook", "$response.body#/items/0/id"),
}
"""What an answer tells that other addresses need, and where in it: the schema's links."""


@cache
def document() -> dict[str, Any]:
    """Return the whole document; it changes with the code only."""
    types = [each for operation in OPERATIONS for each in (operation.gives, operation.takes) if each]
    _, components = msgspec.json.schema_components([*types, Document], ref_template=_TEMPLATE)
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        says = _operation(operation, components)
        paths.setdefault(f"/api/v1/{operation.path}", {})[operation.method.lower()] = says
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
                    + "; ".join(f"`{scope}`: {words}" for scope, words in EVERY.items())
                    + ".",
                },
                "oauth2": _oauth2(),
            },
        },
    }


def as_yaml() -> str:
    """Return the document as docs/openapi.yaml keeps it."""
    text: str = yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=100)
    return text


def _oauth2() -> dict[str, Any]:
    device, discovery = reverse("idp:oidc:device_code"), reverse("oauth-discovery")
    return {
        "type": "oauth2",
        "description": (
            "Access tokens for clients that `create_api_client` made; they open what a key with the same"
            " scopes opens. Servers use the flow clientCredentials; tills, kiosks and cash machines the"
            f" device grant (RFC 8628), which begins at {device}. All addresses: {discovery} (RFC 8414)."
        ),
        "flows": {"clientCredentials": {"tokenUrl": reverse("idp:oidc:token"), "scopes": EVERY}},
    }


def _operation(operation: Operation, components: dict[str, Any]) -> dict[str, Any]:
    says: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.path.split("/", 1)[0]],
        "summary": operation.summary.rstrip("."),
        "security": [{each: [operation.scope] if operation.scope else []} for each in ("key", "oauth2")],
    }
    if parameters := [*_path(operation), *_query(operation), *_headers(operation)]:
        says["parameters"] = parameters
    if operation.takes:
        says["requestBody"] = {"required": True, "content": _body(operation)}
    return says | {"responses": _responses(operation, components)}


def _path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _PATH[name]}
        for name in _BLANK.findall(operation.path)
    ]


def _query(operation: Operation) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([operation.query], ref_template=_TEMPLATE)
    struct = components[operation.query.__name__]
    return [
        {"name": name, "in": "query", "required": name in struct.get("required", []), "schema": schema}
        for name, schema in struct["properties"].items()
    ]


def _headers(operation: Operation) -> list[dict[str, Any]]:
    said: list[tuple[str, str, dict[str, Any]]]
    if not operation.is_write:
        said = [("If-None-Match", "An ETag: the answer is 304 while nothing has changed.", {})]
    else:
        words = "The same key and request get the first answer again, for a day."
        said = [("Idempotency-Key", words, {"pattern": r"^[\x21-\x7e]{1,200}$"})]
    if operation.holds:
        said.append(("If-Match", "The ETag of what was read: nothing is done if it is another by now.", {}))
        said.append(("If-None-Match", "With * nothing is done if there is one already.", {}))
    return [
        {"name": name, "in": "header", "required": False, "description": words,
         "schema": {"type": "string", **more}}
        for name, words, more in said
    ]  # fmt: skip


def _body(operation: Operation) -> dict[str, Any]:
    one = {"$ref": _TEMPLATE.format(name=operation.takes.__name__)}
    if not operation.is_bulk:
        return {JSON: {"schema": one, "example": operation.example}}
    many = {"type": "array", "items": one, "maxItems": MOST_ITEMS}
    return {
        JSON: {"schema": {"anyOf": [one, many]}, "example": operation.example},
        NDJSON: {"schema": {"type": "string", "description": "One object on each line."}},
    }


def _responses(operation: Operation, components: dict[str, Any]) -> dict[str, Any]:
    gives = {JSON: {"schema": _gives(operation, components)}}
    usual = {"description": "Done", "headers": _limits(), "content": gives}
    if links := _links(operation):
        usual["links"] = links
    found: dict[str, Any] = {str(operation.status): usual}
    for status, words in operation.also.items():
        found[str(status)] = usual | {"description": words}
    if not operation.is_write:
        found["304"] = {"description": "Nothing has changed"}
    statuses = {400, 401, 429, 500}
    statuses |= {403} if operation.scope else set()
    statuses |= {404} if "{" in operation.path else set()
    statuses |= {409, 413, 415, 422} if operation.is_write else set()
    statuses |= {412} if operation.holds else set()
    for status in sorted(statuses):
        found[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return found


def _gives(operation: Operation, components: dict[str, Any]) -> dict[str, Any]:
    """Describe the answer: whole, or cut down by `fields` where it takes them."""
    whole = {"$ref": _TEMPLATE.format(name=operation.gives.__name__)}
    if not issubclass(operation.query, Sparse):
        return whole
    kind, is_page = item_of(operation.gives)
    some = {"type": "object", "properties": components[kind.__name__]["properties"]}
    if is_page:
        page = components[operation.gives.__name__]
        some = page | {"properties": page["properties"] | {"items": {"type": "array", "items": some}}}
    return {
        "anyOf": [whole, some | {"title": f"{operation.gives.__name__}Sparse", "description": "By `fields`"}]
    }


def _links(operation: Operation) -> dict[str, Any]:
    """Say which operations go on from an answer: all whose address needs what it tells."""
    if operation.name not in _TELLS:
        return {}
    told, at = _TELLS[operation.name]
    ours = set(_BLANK.findall(operation.path))
    return {
        each.name: {
            "operationId": each.name,
            "parameters": {
                name: at if name == told else f"$request.path.{name}" for name in _BLANK.findall(each.path)
            },
        }
        for each in OPERATIONS
        if told in (needed := _BLANK.findall(each.path)) and set(needed) <= {told, *ours}
    }


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
