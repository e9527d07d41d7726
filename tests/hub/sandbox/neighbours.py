"""What tests of the town's providers share: people the hub knows, a key of the API, and patience."""

import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from channels import callbacks
from customers.models import Customer, Identity
from hub.api import keys
from hub.sandbox.town.api import Api
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.people import SOURCE, Person, person
from tests.makers import make_customer, share_point

SEED, SIZE, HERE = "test", 300, "127.0.0.1"
EVERYBODY = [person(SEED, number) for number in range(1, SIZE + 1)]


def doors_of(live_server: Any) -> Doors:
    return Doors(live_server.url, (live_server.thread.host, live_server.thread.port), (HERE, 9))


def api_of(live_server: Any, *scopes: str) -> Api:
    _, key = keys.make("town", scopes, now=timezone.now(), per_minute=100_000)
    return Api(doors_of(live_server), key)


def known(someone: Person, channel: str) -> Customer:
    """Make a townsperson a customer, as the import does, who agreed to offers by this channel."""
    customer = make_customer(someone.name, email=someone.email, consents=(f"{channel}:marketing",))
    Identity.objects.create(customer=customer, source=SOURCE, key=someone.key)
    if someone.phone:
        share_point(customer, someone.phone.replace(" ", ""), "phone")
    return customer


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it is so, while callbacks are applied as they come."""
    ends_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends_at
        time.sleep(0.05)
        callbacks.apply_waiting(now=timezone.now())
