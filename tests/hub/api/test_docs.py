"""Every example of docs/api.md, run as written against a real server that knows what the demo's does."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from customers.models import Identity
from hub.api import oauth
from hub.api.keys import SCOPES
from hub.api.oauth import Grant
from hub.api.routes import OPERATIONS
from hub.management.commands import demo_fill
from tests.hub.api.conftest import make_api
from tests.makers import make_customer

WORDS = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```$", WORDS, re.DOTALL | re.MULTILINE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
def test_every_example_works_as_it_is_written(live_server: Any) -> None:
    demo_fill._declare()
    customer = make_customer(pk=123)
    Identity.objects.create(customer=customer, source="shop", key="A-1007")
    (server, secret), (till, _) = (
        oauth.make_client("shop", list(SCOPES), grant, now=timezone.now()) for grant in Grant
    )
    variables = {"HUB": live_server.url, "KEY": make_api().key, "no_proxy": "localhost,127.0.0.1"}
    variables |= {"CLIENT_ID": server.prefix, "CLIENT_SECRET": secret, "TILL_ID": till.prefix}
    for example in EXAMPLES:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", example],
            env=os.environ | variables,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (example, done.stdout, done.stderr)
        answers = [json.loads(each) for each in done.stdout.replace("}{", "}\n{").splitlines()]
        assert len(answers) == example.count("curl "), example
        assert not any(each.get("refused") for each in answers), (example, done.stdout)


def test_the_page_names_every_scope_and_every_resource() -> None:
    for scope in SCOPES:
        assert f"`{scope}`" in WORDS
    for operation in OPERATIONS:
        assert operation.path.split("{")[0] in WORDS, operation.path
