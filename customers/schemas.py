"""JSON Schemas (2020-12) for the data of declared kinds: judged before they are taken, compiled once.

A schema comes from outside and runs on everything that comes in, so what it can cost is bounded: nothing is
fetched, references stay inside and come to an end, and patterns are those that run in linear time.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

import jsonschema_rs
import msgspec

from customers.errors import BadSchema

LONGEST_BYTES = 32_768
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEEPEST, _MOST_PARTS, _MOST_PATTERNS = 40, 2_000, 50
_PATTERN_BYTES = 262_144
"""Of a compiled pattern; the engine has no look-around and no back-references, so it never backtracks."""
_LONGEST_WORDS = 300
_PATTERNS = " that is read here: look-around, back-references and what grows too large are not"
_INSIDE = "#/$defs/"
_NOT_TAKEN = frozenset(
    {"$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary"}
)


def written(schema: Mapping[str, Any]) -> str:
    """Return the schema as it is kept, its fields in the order given. Raises BadSchema with a pointer."""
    text = msgspec.json.encode(schema).decode()
    if len(text) > LONGEST_BYTES:
        raise BadSchema(f"is larger than {LONGEST_BYTES} bytes")
    if schema.get("$schema", DIALECT) != DIALECT:
        raise BadSchema(f"is not {DIALECT}, the one that is read", "/$schema")
    if schema.get("type", "object") != "object":
        raise BadSchema("must be object: the data of an interaction is one", "/type")
    parts = list(islice(_parts(schema, schema, "", 0), _MOST_PARTS + 1))
    if len(parts) > _MOST_PARTS:
        raise BadSchema(f"has more than {_MOST_PARTS} parts, counted where they are used")
    if sum(map(_patterns, parts)) > _MOST_PATTERNS:
        raise BadSchema(f"has more than {_MOST_PATTERNS} patterns, counted where they are used")
    try:
        _compiled(text)
    except (jsonschema_rs.ValidationError, ValueError) as error:
        raise _bad(error) from None
    return text


def flaw(text: str, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Say where data breaks a schema (a JSON Pointer into it) and how, or None. Costs 1 to 5 microseconds."""
    validator = _compiled(text)
    plain = data if type(data) is dict else dict(data)
    try:
        if validator.is_valid(plain):
            return None
        first = next(iter(validator.iter_errors(plain)))
    except (ValueError, TypeError):  # text that is no Unicode, or what JSON does not have
        return "", "cannot be written as JSON"
    return _pointer(first.instance_path), first.message[:_LONGEST_WORDS]


def fields(text: str) -> dict[str, str]:
    """Return what the schema's fields are called, in its order."""
    properties = msgspec.json.decode(text).get("properties", {})
    return {name: _title(name, each) for name, each in properties.items()}


@lru_cache(maxsize=256)
def _compiled(text: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        msgspec.json.decode(text),
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(_PATTERN_BYTES, _PATTERN_BYTES),
        offline=True,
    )


def _parts(part: Any, whole: Mapping[str, Any], at: str, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield every object in the schema, those referred to once for each reference. Raises BadSchema."""
    if depth > _DEEPEST:
        raise BadSchema(f"is nested more than {_DEEPEST} deep, or refers to itself", at)
    if isinstance(part, list):
        for place, each in enumerate(part):
            yield from _parts(each, whole, f"{at}/{place}", depth + 1)
    if not isinstance(part, dict):
        return
    yield part
    for name, each in part.items():
        below = f"{at}/{_step(name)}"
        if isinstance(each, str) and name in _NOT_TAKEN:
            raise BadSchema(f"{name} is not taken", below)
        if isinstance(each, str) and name == "$ref":
            yield from _parts(_referred(each, whole, below), whole, f"/{each.removeprefix('#/')}", depth + 1)
        else:
            yield from _parts(each, whole, below, depth + 1)


def _referred(reference: str, whole: Mapping[str, Any], at: str) -> Any:
    name = reference.removeprefix(_INSIDE)
    defined = whole.get("$defs")
    if not reference.startswith(_INSIDE) or not isinstance(defined, dict) or name not in defined:
        raise BadSchema(f"may only name a schema in its own $defs, as {_INSIDE}name; nothing is fetched", at)
    return defined[name]


def _patterns(part: Mapping[str, Any]) -> int:
    named = part.get("patternProperties")
    return isinstance(part.get("pattern"), str) + (len(named) if isinstance(named, dict) else 0)


def _bad(error: Exception) -> BadSchema:
    if isinstance(error, jsonschema_rs.ValidationError):
        more = _PATTERNS if error.message.endswith('is not a "regex"') else ""
        return BadSchema(error.message[:_LONGEST_WORDS] + more, _pointer(error.instance_path))
    return BadSchema(str(error)[:_LONGEST_WORDS])


def _title(name: str, schema: Any) -> str:
    said = schema.get("title") if isinstance(schema, dict) else None
    return said if isinstance(said, str) and said else name.replace("_", " ").capitalize()


def _pointer(path: list[str | int]) -> str:
    return "".join(f"/{_step(str(each))}" for each in path)


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
