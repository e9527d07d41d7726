"""YAML as people mean it: NO is Norway, 12:30 and 2026-11-21 are texts, no key comes twice."""

import re
from typing import Any

import yaml

LARGEST_CHARS = 2_000_000


class BadYaml(ValueError):
    """The text is not YAML; the message says why, with the line."""


def read(text: str) -> object:
    """Read YAML into mappings, lists, texts, numbers, true, false and None. Raises BadYaml."""
    if len(text) > LARGEST_CHARS:
        raise BadYaml(f"The file has more than {LARGEST_CHARS:,} characters.")
    try:
        return yaml.load(text.replace("\r\n", "\n"), Loader=_Loader)  # noqa: S506  it is a SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"Line {mark.line + 1}: " if mark else ""
        words = getattr(error, "problem", None) or type(error).__name__
        raise BadYaml(f"{place}this is not YAML: {words}.") from None


def write(fields: object) -> str:
    """Write YAML in the order given, texts of several lines as blocks."""
    return yaml.dump(fields, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} comes twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    """Quotes whatever `_Loader` or any other reader of YAML would take for something else than a text."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+(?:e[-+][0-9]+)?", "-0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))
