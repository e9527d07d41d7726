"""Write rapport_client/types.py and operations.py from docs/openapi.yaml; `make openapi` runs it at its end.

Needs PyYAML, which the client itself does not.
"""

import keyword
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SCHEMA = HERE.parent.parent / "docs" / "openapi.yaml"
PACKAGE = HERE / "rapport_client"
_MADE = "Made by generate.py: change the API, then run `make openapi`."
_PLAIN = {"integer": "int", "number": "float", "boolean": "bool", "string": "str", "null": "None"}
_WIDTH = 106
Schema = Mapping[str, Any]


def main() -> None:
    document = yaml.safe_load(SCHEMA.read_text())
    for name, text in written(document).items():
        (PACKAGE / name).write_text(text)


def written(document: Schema) -> dict[str, str]:
    """Return the text of each module by its file name."""
    return {"types.py": "".join(_types(document)), "operations.py": "".join(_operations(document))}


def _types(document: Schema) -> Iterator[str]:
    yield f'"""What goes to the API and comes from it. {_MADE}"""\n\n# fmt: off\n\n'
    yield "from typing import Any, Literal, NotRequired, TypedDict\n"
    for name, schema in document["components"]["schemas"].items():
        yield f"\n\nclass {name}(TypedDict):\n" + _words(schema.get("description", ""), 4)
        required = schema.get("required", ())
        for field, each in schema["properties"].items():
            assert field.isidentifier() and not keyword.iskeyword(field), (name, field)
            kind = _quoted(each)
            yield f"    {field}: {kind if field in required else f'NotRequired[{kind}]'}\n"
        if not schema["properties"] and "description" not in schema:
            yield "    pass\n"


def _operations(document: Schema) -> Iterator[str]:
    yield f'"""A method for every operation of the API. {_MADE}"""\n\n# fmt: off\n\n'
    yield "from collections.abc import Iterator, Sequence\nfrom typing import Literal\n\n"
    yield "from rapport_client import types as t\n"
    yield "from rapport_client.transport import Transport, quoted\n\n\n"
    yield 'class Operations(Transport):\n    """Bodies and answers are plain dictionaries, typed."""\n'
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            yield from _method(verb.upper(), path, operation)
            if "cursor" in _parameters(operation, "query"):
                yield from _iterator(operation, document)


def _method(verb: str, path: str, operation: Schema) -> Iterator[str]:
    query, headers = _parameters(operation, "query"), _parameters(operation, "header")
    said = [f"{name}: str | int" for name in _parameters(operation, "path")]
    body = _body(operation)
    if body:
        said.append(f"body: {body}")
    named = _named(query)
    named += [
        f"{_snake(name)}: str | None = None" for name in headers if name != "If-None-Match" or verb != "GET"
    ]
    gives = _gives(operation)
    yield _signature(operation["operationId"], said, named, f"t.{gives}")
    yield _words(f"{operation['summary']}.", 8)
    for name in _parameters(operation, "path"):
        path = path.replace(f"{{{name}}}", f"{{quoted({name})}}")
    prefix = "f" if "{" in path else ""
    handed = [f"t.{gives}", f'"{verb}"', f'{prefix}"{path}"']
    if query:
        handed.append("query={" + ", ".join(f'"{name}": {_python(name)}' for name in query) + "}")
    if body:
        handed.append("body=body")
    sent = [name for name in headers if f"{_snake(name)}: str | None = None" in named]
    if sent:
        handed.append("headers={" + ", ".join(f'"{name}": {_snake(name)}' for name in sent) + "}")
    yield _returned("self._call", handed)


def _iterator(operation: Schema, document: Schema) -> Iterator[str]:
    """Go over a list of pages: read_timeline gets iter_timeline."""
    name = operation["operationId"]
    page = document["components"]["schemas"][_gives(operation)]["properties"]["items"]["items"]
    query = {name: each for name, each in _parameters(operation, "query").items() if name != "cursor"}
    path = list(_parameters(operation, "path"))
    said = [f"{each}: str | int" for each in path]
    yield _signature(
        f"iter_{name.partition('_')[2]}", said, _named(query), f"Iterator[{_python_type(page, 't.')}]"
    )
    yield _words(f"Go over all that {name} lists, page after page.", 8)
    handed = ", ".join([*path, *(f"{_python(each)}={_python(each)}" for each in query), "cursor=cursor"])
    yield _returned("self._each", [f"lambda cursor: self.{name}({handed})"])


def _signature(name: str, said: list[str], named: list[str], gives: str) -> str:
    handed = ["self", *said, *(["*", *named] if named else [])]
    line = f"    def {name}({', '.join(handed)}) -> {gives}:"
    if len(line) > _WIDTH:
        inside = "".join(f"        {each},\n" for each in handed)
        line = f"    def {name}(\n{inside}    ) -> {gives}:"
    return f"\n{line}\n"


def _returned(call: str, handed: list[str]) -> str:
    line = f"        return {call}({', '.join(handed)})"
    if len(line) > _WIDTH:
        inside = "".join(f"            {each},\n" for each in handed)
        line = f"        return {call}(\n{inside}        )"
    return f"{line}\n"


def _named(query: Mapping[str, Schema]) -> list[str]:
    required = [
        f"{_python(name)}: {_python_type(each['schema'])}" for name, each in query.items() if each["required"]
    ]
    return required + [
        f"{_python(name)}: {_optional(_python_type(each['schema']))} = None"
        for name, each in query.items()
        if not each["required"]
    ]


def _parameters(operation: Schema, where: str) -> dict[str, Schema]:
    return {each["name"]: each for each in operation.get("parameters", ()) if each["in"] == where}


def _body(operation: Schema) -> str:
    if "requestBody" not in operation:
        return ""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return _python_type(schema, "t.").replace("list[", "Sequence[")


def _gives(operation: Schema) -> str:
    status = min(status for status in operation["responses"] if status.startswith("2"))
    schema = operation["responses"][status]["content"]["application/json"]["schema"]
    whole = schema["anyOf"][0] if "anyOf" in schema else schema
    return str(whole["$ref"]).rpartition("/")[2]


def _python_type(schema: Schema, prefix: str = "") -> str:
    if "$ref" in schema:
        return prefix + str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]".replace("'", '"')
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_python_type(each, prefix) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list[{_python_type(schema.get('items', {}), prefix)}]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {_python_type(values, prefix) if isinstance(values, dict) else 'Any'}]"
    return _PLAIN.get(schema.get("type", ""), "Any")


def _quoted(schema: Schema) -> str:
    """Name types that may stand further below between quotes."""
    kind = _python_type(schema)
    return f'"{kind}"' if "$ref" in str(schema) and '"' not in kind else kind


def _optional(kind: str) -> str:
    return kind if "None" in kind.split(" | ") else f"{kind} | None"


def _python(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _snake(name: str) -> str:
    return name.lower().replace("-", "_")


def _words(text: str, indent: int) -> str:
    if not text:
        return ""
    lines = textwrap.wrap(
        " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''"), _WIDTH - indent - 6
    )
    inside = f"\n{' ' * indent}".join(lines)
    return f'{" " * indent}"""{inside}"""\n'


if __name__ == "__main__":
    main()
