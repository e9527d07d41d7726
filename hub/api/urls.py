"""The addresses of the API, read from its table; whatever else lies below /api/ is a problem, not a page."""

import re

from django.urls import URLPattern, path, re_path

from hub.api import docs
from hub.api.door import Door, not_found
from hub.api.operation import Operation
from hub.api.routes import OPERATIONS

app_name = "api"
_BLANK = re.compile(r"{(\w+)}")
_OFTEN = ("decisions/", "interactions/", "messages/")
"""Asked at every contact, so looked for first."""


def _doors() -> list[URLPattern]:
    verbs: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        verbs.setdefault(operation.path, {})[operation.method] = operation
    return [
        path("v1/" + _BLANK.sub(r"<str:\1>", at), Door.as_view(operations=operations), name=_name(at))
        for at, operations in sorted(verbs.items(), key=lambda verb: verb[0] not in _OFTEN)
    ]


def _name(at: str) -> str:
    """Name an address by its words: customers/{customer}/timeline/ is customers-one-timeline."""
    return _BLANK.sub("one", at.strip("/")).replace("/", "-")


urlpatterns = [
    *_doors(),
    path("schema/", docs.api_schema, name="schema"),
    path("docs/", docs.api_docs, name="docs"),
    path("docs/problems/", docs.api_problems, name="docs-problems"),
    re_path(r"^(?P<rest>.*)$", not_found, name="not-found"),
]
