"""GET changes nothing: every address of the portal and of the public pages, judged by the whole database."""

import re
from collections.abc import Callable, Iterator
from itertools import chain

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from channels import addresses
from channels.models import Message
from customers.models import Customer
from tests.hub.portal.conftest import Receive, ask, dials_link, less_link, link_of

pytestmark = pytest.mark.django_db
KEPT_RAW = {"channels_hit"}
"""Pixels and tracked links are noted, and drive nothing by themselves."""


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def filled(route: str, message: Message, token: str) -> str:
    route = re.sub(r"<int:\w+>", str(message.pk), route.replace("<str:token>", token))
    return "/" + re.sub(r"<(str|slug):\w+>", "json", route)


def everything() -> dict[str, str]:
    tables = {model._meta.db_table for model in apps.get_models()} - KEPT_RAW
    sums = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(
                f"SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"
            )
            sums[table] = cursor.fetchone()[0]
    return sums


def test_a_get_changes_nothing_anywhere(
    anna: Customer, receive: Receive, come_in: Callable[..., Client]
) -> None:
    message, inside, outside = receive(anna), come_in(anna), Client(raise_request_exception=True)
    ask(outside, "anna@example.org")
    way_in = link_of(Message.objects.filter(topic="portal").latest("pk"))
    tokens = [link.split("/")[3] for link in (dials_link(message), less_link(message), way_in)] + [
        url.split("/")[-2]
        for url in (
            addresses.unsubscribe_url(message.pk),
            addresses.pixel_url(message.pk),
            addresses.link_url(message.pk, 0),
        )
    ]
    ours = [route for route in routes() if route.startswith(("portal/", "t/"))]
    assert len(ours) > 15
    before, answered = everything(), set()
    for route in ours:
        for url in {filled(route, message, token) for token in tokens}:
            for client, method in chain.from_iterable(((c, c.get), (c, c.head)) for c in (inside, outside)):
                status = method(
                    url, {"done": "x", "for": "week", "slide:/": "0", "position": "1"}
                ).status_code
                assert status in (200, 302, 404, 405), url
                answered.add((status, client is inside))
    assert {(200, True), (200, False), (302, False)} <= answered
    assert everything() == before
