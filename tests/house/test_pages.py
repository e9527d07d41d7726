"""No page is forgotten: each address is looked at in a browser, or is named as something else than a page."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.pages import ACTS, ANYBODYS, CONSOLE, FILES, MACHINES, PARTS, PORTAL


def test_every_page_is_looked_at_in_a_browser() -> None:
    looked_at, others = {*CONSOLE, *PORTAL, *ANYBODYS}, ACTS | FILES | MACHINES | PARTS
    names = set(_names(get_resolver()))
    assert names - looked_at - others == set(), "these want a line in tests/browser/pages.py"
    assert looked_at - names == set(), "these are gone"
    assert looked_at & others == set()


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Yield the names of all addresses but those of the API, which has a list of its own."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            is_api = str(pattern.pattern).startswith("v1/")
            if pattern.name and not is_api:
                yield f"{space}{pattern.name}"
        else:
            yield from _names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
