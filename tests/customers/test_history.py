from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any, TypeVar

import pytest
from django.db import DatabaseError, DataError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers import history, partitions
from customers.errors import BadEntry
from customers.events import EVENT_TYPES
from customers.history import Entry, Recorded
from customers.models import Customer, Interaction, InteractionKey, Profile
from tests.makers import DAY, NOW, make_customer
from tests.races import wait_until_somebody_waits

Result = TypeVar("Result")
TEXT = st.text(st.sampled_from(list("ab\\\\N.\t\n\r\x01\x1e'\"{},ö€😀")), max_size=8)
_places = count(10**9)


def bought(customer_id: int, number: str, **fields: Any) -> Entry:
    base = Entry(customer_id, NOW - DAY, "purchase", "shop", number, amount_minor=1250)
    return base._replace(**fields)


def elsewhere(work: Callable[[], Result]) -> Result:
    """Do this on a connection of its own, which does not wait for ours for ever."""

    def work_and_close() -> Result:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '10s'")
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work_and_close).result()


@pytest.mark.django_db
@pytest.mark.parametrize("many", [2, 200])
def test_the_same_source_id_is_recorded_once_however_often_it_is_sent(many: int) -> None:
    customer = make_customer()
    batch = [bought(customer.pk, f"{n}") for n in range(many)]
    assert history.record([*batch, batch[0]], now=NOW) == Recorded(new=many, repeated=1)
    assert history.record(batch, now=NOW) == Recorded(new=0, repeated=many)
    more = [bought(customer.pk, f"{n}") for n in range(many // 2, many + 3)]
    assert history.record(more, now=NOW) == Recorded(new=3, repeated=many - many // 2)
    told = Interaction.objects.order_by("id").values_list("source_id", flat=True)
    assert list(told) == [f"{n}" for n in range(many + 3)]
    assert (
        InteractionKey.objects.filter(interaction_id__in=Interaction.objects.values("id")).count() == many + 3
    )
    assert Profile.objects.get(pk=customer.pk).spent_minor == 1250 * (many + 3)


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 200])
def test_what_happens_once_by_its_nature_is_recorded_in_its_order_without_keys(many: int) -> None:
    customer = make_customer()
    start = history.head()
    batch = [bought(customer.pk, f"{n}") for n in range(many)]
    assert history.record(batch, now=NOW, are_new=True) == Recorded(new=many, repeated=0)
    assert [each.id for each in history.since(start)] == sorted({each.id for each in history.since(start)})
    told = Interaction.objects.order_by("id").values_list("source_id", flat=True)
    assert list(told) == [f"{n}" for n in range(many)]
    assert not InteractionKey.objects.exists()
    assert Profile.objects.get(pk=customer.pk).spent_minor == 1250 * many


@pytest.mark.django_db(transaction=True)
def test_what_postgresql_refuses_leaves_nothing_and_can_be_told_again() -> None:
    customer = make_customer()
    history.record([bought(customer.pk, "1")], now=NOW)
    Profile.objects.update(spent_minor=2**63 - 5)
    with pytest.raises(DataError):
        history.record([bought(customer.pk, "2")], now=NOW)
    assert InteractionKey.objects.count() == Interaction.objects.count() == 1
    Profile.objects.update(spent_minor=1250)
    assert history.record([bought(customer.pk, "2")], now=NOW) == Recorded(new=1, repeated=0)


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "since"), [(2000, 2000), (1, 400)])
def test_a_customer_is_one_since_we_keep_them_or_since_the_first_thing_we_know(days: int, since: int) -> None:
    customer = make_customer(created_at=NOW - 400 * DAY)
    assert customer.since_at == NOW - 400 * DAY
    history.record([bought(customer.pk, "1", occurred_at=NOW - days * DAY)], now=NOW)
    assert Customer.objects.get(pk=customer.pk).since_at == NOW - since * DAY


@pytest.mark.django_db
def test_ids_grow_in_the_order_of_the_entries() -> None:
    customer = make_customer()
    history.record([bought(customer.pk, f"{n}") for n in range(50)], now=NOW)
    in_order = Interaction.objects.order_by("id").values_list("source_id", flat=True)
    assert list(in_order) == [f"{n}" for n in range(50)]


@pytest.mark.django_db
def test_the_same_source_id_of_another_source_is_another_thing() -> None:
    customer = make_customer()
    batch = [bought(customer.pk, "1"), bought(customer.pk, "1", source="till")]
    assert history.record(batch, now=NOW).new == 2


@pytest.mark.django_db
def test_profiles_equal_a_recount_of_the_history() -> None:
    customers = [make_customer(), make_customer()]
    kinds = ["purchase", "visit", "message_opened", "note", "purchase"]
    for turn in range(3):
        history.record(
            [
                bought(
                    customers[n % 2].pk,
                    f"{turn}.{n}",
                    kind=kinds[n % 5],
                    occurred_at=NOW - timedelta(days=7 * n + turn),
                    amount_minor=100 * n if kinds[n % 5] == "purchase" else None,
                    currency="CHF" if n == 10 else "",
                )
                for n in range(30)
            ],
            now=NOW,
        )
    for customer in customers:
        lines = list(Interaction.objects.filter(customer_id=customer.pk))
        profile = Profile.objects.get(pk=customer.pk)
        bought_at = [line.occurred_at for line in lines if line.kind == "purchase"]
        opened_at = [line.occurred_at for line in lines if line.kind == "message_opened"]
        spent = [line.amount_minor or 0 for line in lines if line.currency == "EUR"]
        assert profile.interactions == len(lines) == 45
        assert (profile.first_at, profile.last_at) == (
            min(line.occurred_at for line in lines),
            max(line.occurred_at for line in lines),
        )
        assert profile.purchases == len(bought_at)
        assert profile.spent_minor == sum(spent), "another currency stays in the history"
        assert (profile.first_purchase_at, profile.last_purchase_at) == (min(bought_at), max(bought_at))
        assert (profile.opens, profile.last_open_at) == (len(opened_at), max(opened_at))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "teleported"}, "not known"),
        ({"occurred_at": NOW + 2 * DAY}, "future"),
        ({"occurred_at": NOW + 200 * DAY}, "future"),
        ({"occurred_at": datetime(1979, 6, 1, tzinfo=UTC)}, "before 1980"),
        ({"occurred_at": datetime(2026, 1, 1)}, "needs a time zone"),  # noqa: DTZ001
        ({"occurred_at": datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-20)))}, "16 hours from UTC"),
        ({"source_id": ""}, "source_id"),
        ({"kind": "note", "data": {"text": 5}}, "must be text"),
    ],
)
def test_one_bad_entry_keeps_its_whole_batch_out_and_says_why(change: dict[str, Any], words: str) -> None:
    customer, months = make_customer(), partitions.existing()
    with pytest.raises(BadEntry, match=words):
        history.record([bought(customer.pk, "1"), bought(customer.pk, "2", **change)], now=NOW)
    assert not Interaction.objects.exists()
    assert not set(partitions.existing()) - {*months, partitions.month_of(NOW - DAY)}


@pytest.mark.django_db
def test_nul_and_half_surrogates_are_left_out_and_the_rest_is_kept() -> None:
    customer = make_customer()
    data = {"text": "A\0B\ud800C", "deep": [{"k\0": "\\u0000 typed by hand", "😀": "Grüße"}]}
    history.record([bought(customer.pk, "1", kind="note", summary="x\0y\udfffz", data=data)], now=NOW)
    line = Interaction.objects.get()
    assert line.summary == "xy?z"
    assert line.data["text"] == "AB?C"
    assert line.data["deep"][0]["😀"] == "Grüße"


@pytest.mark.django_db
@given(texts=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6), numbers=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_copy_would_read_as_its_own_comes_back_as_it_was(
    texts: list[tuple[str, str, str]], numbers: bool
) -> None:
    place, refs = next(_places), {"message_id": 3, "offer_id": 4} if numbers else {}
    entries = [
        bought(place, f"{n}", summary=f"s{summary}", actor=actor, data={"place": said}, **refs)
        for n, (summary, actor, said) in enumerate(texts)
    ]
    history.record([entry._replace(source=f"copy-{place}") for entry in entries], now=NOW)
    rows = Interaction.objects.filter(customer_id=place).order_by("id")
    found = {row.source_id: (row.summary, row.actor, row.data["place"], row.offer_id) for row in rows}
    assert found == {
        f"{n}": (f"s{summary}", actor, said, refs.get("offer_id"))
        for n, (summary, actor, said) in enumerate(texts)
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE customers_interaction SET summary = 'nicer'",
        "DELETE FROM customers_interaction",
        "TRUNCATE customers_interaction",
        "UPDATE customers_interaction_2026_11 SET amount_minor = 1",
        "DELETE FROM customers_interaction_2026_11",
        "TRUNCATE customers_interaction_2026_11",
    ],
)
def test_the_database_itself_refuses_to_change_the_history(statement: str) -> None:
    history.record([bought(make_customer().pk, "1")], now=NOW)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Interaction.objects.get().amount_minor == 1250


@pytest.mark.django_db
def test_a_month_nobody_wrote_to_before_is_made_on_demand() -> None:
    at = datetime(1997, 1, 31, 23, 30, tzinfo=UTC)
    history.record([bought(make_customer().pk, "1", occurred_at=at)], now=NOW)
    assert partitions.month_of(at) in partitions.existing()
    assert Interaction.objects.get().occurred_at == at


@pytest.mark.django_db
def test_every_kind_can_be_recorded_as_it_comes() -> None:
    customer = make_customer()
    entries = [bought(customer.pk, key, kind=key, amount_minor=None) for key in EVENT_TYPES]
    assert history.record(entries, now=NOW).new == len(EVENT_TYPES)
    assert not Interaction.objects.filter(summary="").exists()


@pytest.fixture
def month_is_there(committed: Any) -> None:
    partitions.ensure([partitions.month_of(NOW - DAY)])


def test_since_waits_for_a_writer_that_drew_its_ids_before(month_is_there: None) -> None:
    slow, quick = make_customer(), make_customer()
    start = history.head()
    with transaction.atomic():
        history.record([bought(slow.pk, "slow")], now=NOW)  # draws its id, has not committed
        elsewhere(lambda: history.record([bought(quick.pk, "quick")], now=NOW))
        assert elsewhere(lambda: history.since(start)) == []
    news = history.since(start)
    assert [each.customer_id for each in news] == [slow.pk, quick.pk]
    assert [each.id for each in news] == sorted(each.id for each in news)


def test_since_passes_a_writer_that_gave_up(month_is_there: None) -> None:
    fickle, steady = make_customer(), make_customer()
    start = history.head()
    with transaction.atomic():
        history.record([bought(fickle.pk, "never")], now=NOW)
        elsewhere(lambda: history.record([bought(steady.pk, "kept")], now=NOW))
        transaction.set_rollback(True)
    assert [each.customer_id for each in history.since(start)] == [steady.pk]


@pytest.mark.parametrize("many", [2, 200])
@pytest.mark.parametrize("gives_up", [False, True])
def test_of_two_who_record_the_same_at_once_one_does(month_is_there: None, many: int, gives_up: bool) -> None:
    customer = make_customer()
    batch = [bought(customer.pk, f"{n}") for n in range(many)]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            history.record(batch, now=NOW)
            other = pool.submit(elsewhere, lambda: history.record(batch, now=NOW))
            wait_until_somebody_waits()
            transaction.set_rollback(gives_up)
        assert other.result() == (Recorded(many, 0) if gives_up else Recorded(0, many))
    assert Interaction.objects.count() == InteractionKey.objects.count() == many


def test_reading_on_from_the_last_id_tells_everything_once(committed: Any) -> None:
    customer = make_customer()
    cursor, told = history.head(), []
    for turn in range(3):
        history.record([bought(customer.pk, f"{turn}.{n}") for n in range(5)], now=NOW)
    while news := history.since(cursor, limit=4):
        told += [each.id for each in news]
        cursor = news[-1].id
    assert sorted(told) == sorted(Interaction.objects.values_list("id", flat=True))
    assert len(told) == 15
