"""Every answer of every address carries a Content-Security-Policy; none lets a page bring scripts along."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hub.portal import visits
from tests.browser.furnished import visit_of
from tests.makers import make_customer, make_staff, make_topic

pytestmark = pytest.mark.django_db
LOOSE = {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "http:", "https:"}


def test_no_answer_is_without_a_policy_and_none_allows_scripts_in_a_page() -> None:
    make_topic()
    who, admin, answered = make_customer(email="anna@example.org"), make_staff("admin"), set()
    for route, method, is_inside in product(_routes(get_resolver()), ("get", "post"), (True, False)):
        client = Client(raise_request_exception=False)
        if is_inside:
            client.force_login(admin)
            client.cookies[visits.COOKIE] = visit_of(who)
        answer = getattr(client, method)(_filled(route, who.pk))
        answered.add(answer.status_code)
        problem = _problem(answer.headers.get("Content-Security-Policy", ""))
        assert not problem, f"{method} {route} ({answer.status_code}): {problem}"
    assert {200, 204, 302, 401, 404, 405} <= answered


def _problem(policy: str) -> str:
    rules = {name: words for name, *words in map(str.split, filter(None, policy.split(";")))}
    if "default-src" not in rules:
        return "no policy"
    scripts = rules.get("script-src", rules["default-src"])
    if LOOSE & set(scripts):
        return f"scripts from {scripts}"
    # Mails bring their looks along; the frame that shows them runs nothing and fetches nothing.
    if LOOSE & set(rules.get("style-src", [])) and not (
        "sandbox" in rules and rules["default-src"] == ["'none'"]
    ):
        return f"styles from {rules['style-src']}"
    is_closed = rules["default-src"] == ["'none'"]
    missing = {"base-uri", "form-action"} - set(rules) if "sandbox" not in rules else set()
    return f"no {', '.join(sorted(missing))}" if missing or not (is_closed or "object-src" in rules) else ""


def _routes(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern).strip("^$")
        else:
            yield from _routes(pattern, prefix + str(pattern.pattern))


def _filled(route: str, number: int) -> str:
    route = route.replace("(?P<rest>.*)", "nothing").replace("<int:customer_id>", str(number))
    return re.sub(r"<(\w+:)?\w+>", "1" if "<int:" in route else "offers", route)
