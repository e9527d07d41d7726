"""Every address of the console by role, in one table: one without a row fails, a refusal writes nothing."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hub.models import Staff
from tests.makers import make_customer, make_staff

pytestmark = pytest.mark.django_db
Role = Staff.Role
EVERYBODY = frozenset(Role)
SERVE = frozenset({Role.AGENT, Role.MANAGER, Role.ADMIN})
CAMPAIGNERS = frozenset({Role.MARKETER, Role.ANALYST, Role.MANAGER, Role.ADMIN})
EDITORS = frozenset({Role.MARKETER, Role.ADMIN})
SUPERVISORS = frozenset({Role.MANAGER, Role.ADMIN})
ADMIN = frozenset({Role.ADMIN})


class Row(NamedTuple):
    """Who may read an address, and who may write to it where those are fewer."""

    roles: frozenset[Role]
    writers: frozenset[Role] | None = None

    def of(self, method: str) -> frozenset[Role]:
        return self.roles if method == "GET" or self.writers is None else self.writers


TABLE = {
    **dict.fromkeys(
        ("home", "news", "find", "undo", "message", "message-words"),
        Row(EVERYBODY),
    ),
    **dict.fromkeys(
        (
            "customer", "customer-timeline", "customer-dials", "customer-offer", "customer-left-off",
            "customer-standing",
            "customer-do", "customer-next", "customer-outcome", "customer-loop-close", "customer-send-again",
            "customer-confirm", "customer-explain", "customer-receipt",
        ),
        Row(EVERYBODY),
    ),
    "customer-viewings": Row(SUPERVISORS),
    **dict.fromkeys(
        (
            "inbox", "inbox-talk", "inbox-reply", "inbox-note", "inbox-assign", "inbox-state",
            "inbox-intent", "inbox-presence",
        ),
        Row(EVERYBODY),
    ),
    **dict.fromkeys(("inbox-mail", "inbox-file"), Row(SERVE)),
    **dict.fromkeys(
        (
            "inbound", "inbound-mail", "inbound-place", "inbound-put-away", "inbound-take-out",
            "inbound-raw", "inbound-texts", "inbound-text-place", "inbound-text-put-away",
        ),
        Row(SERVE),
    ),
    **dict.fromkeys(("inbound-spikes", "inbound-spike-decide"), Row(CAMPAIGNERS)),
    **dict.fromkeys(
        (
            "worklist", "worklist-next", "worklist-item", "worklist-take", "worklist-put-back",
            "worklist-outcome",
        ),
        Row(SERVE),
    ),
    "outbox": Row(CAMPAIGNERS),
    **dict.fromkeys(
        ("campaigns", "campaign", "campaign-funnel", "campaign-preview", "campaign-export"), Row(CAMPAIGNERS)
    ),
    **dict.fromkeys(
        (
            "campaign-new", "campaign-edit", "campaign-rules", "campaign-count", "campaign-text-size",
            "campaign-preview-draft", "campaign-state",
        ),
        Row(EDITORS),
    ),
    **dict.fromkeys(("offers", "offer"), Row(CAMPAIGNERS)),
    **dict.fromkeys(("offer-new", "offer-edit", "offer-rules", "offer-count"), Row(EDITORS)),
    **dict.fromkeys(
        (
            "settings", "settings-concern", "settings-rule", "settings-teams", "settings-team",
            "settings-answers", "settings-answer", "settings-channels",
        ),
        Row(EDITORS, ADMIN),
    ),
    # Marketers may look at a draft; test_settings sees that they add none.
    **dict.fromkeys(("settings-wordings", "settings-wording", "settings-wording-preview"), Row(EDITORS)),
    **dict.fromkeys(
        (
            "settings-viewings", "settings-keys", "settings-key", "settings-webhooks", "settings-webhook",
            "settings-webhook-line", "settings-webhook-delivery", "device",
        ),
        Row(ADMIN),
    ),
}  # fmt: skip
"""By the names of the addresses, as they stand in the console's urls.py files."""
BLANKS = {
    "act": "note", "key": "nothing", "concern": "topics", "language": "de", "row": 1, "number": 1,
}  # fmt: skip
"""What stands in the blanks of an address; any other is a number of something that is not there."""
READ_ONLY = 405


def addresses() -> dict[str, str]:
    """Return every address of the console by its name, with its blanks filled in."""
    return {
        name: "/" + _filled(path) for name, path in _walk(get_resolver().url_patterns) if name in _names()
    }


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    for each in patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        elif path.startswith("console/"):
            yield str(each.name), path


def _names() -> set[str]:
    """The names in the console's own namespace; logging in and out are anybody's."""
    return {name for name, _ in _walk(get_resolver().url_patterns) if not name.startswith("account_")}


def _filled(path: str) -> str:
    parts = []
    for part in path.split("/"):
        blank = part.strip("<>").rpartition(":")[2] if part.startswith("<") else ""
        parts.append(str(BLANKS.get(blank, 1)) if blank else part)
    return "/".join(parts)


def _written() -> int:
    """Return how many rows this transaction has written so far, also those that it took back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_xact_user_tables"
                       " WHERE relname ~ '^(hub|channels|campaigns|customers)_'")  # fmt: skip
        return int(cursor.fetchone()[0] or 0)


def test_every_address_has_its_row_and_every_row_an_address() -> None:
    assert set(addresses()) == set(TABLE)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says_and_a_refusal_writes_nothing(
    client: Client, role: Role
) -> None:
    make_customer("Ana")
    client.force_login(make_staff(role))
    client.raise_request_exception = False
    wrong = []
    for name, address in addresses().items():
        for method in ("GET", "POST"):
            before = _written()
            with transaction.atomic():
                answer = client.generic(method, address, "", "application/x-www-form-urlencoded")
                is_untouched = _written() == before
                transaction.set_rollback(True)
            may = role in TABLE[name].of(method)
            is_refused = answer.status_code == 403
            if answer.status_code >= 500 or (
                is_refused if may else not _is_kept_out(answer.status_code, name, role)
            ):
                wrong.append((method, name, answer.status_code))
            if is_refused and not is_untouched:
                wrong.append((method, name, "wrote and then refused"))
    assert wrong == []


def _is_kept_out(status: int, name: str, role: Role) -> bool:
    """Who may read an address but not write to it may be told, too, that it takes none or is not there."""
    return status == 403 or (role in TABLE[name].roles and status in (404, READ_ONLY))


def test_nobody_sees_or_changes_anything_before_logging_in(client: Client) -> None:
    before = _written()
    for address in addresses().values():
        for method in ("GET", "POST"):
            answer = client.generic(method, address)
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (
                302,
                reverse("account_login"),
            )
    assert _written() == before
