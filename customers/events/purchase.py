"""A purchase, at whatever till or shop it was made."""

from customers.event import Data, EventType, Tally


def sentence(data: Data) -> str:
    items = data.get("items")
    where = f" · {data['place']}" if data.get("place") else ""
    if isinstance(items, str) and items and not items.isdigit():
        return f"{items}{where}"
    if items:
        return f"{items} {'item' if str(items) == '1' else 'items'}{where}"
    return f"A purchase{where}"


PURCHASE = EventType(
    key="purchase",
    label="Purchase",
    icon="shopping-bag",
    direction="in",
    channel="till",
    tone="good",
    tally=Tally("purchases", last="last_purchase_at", first="first_purchase_at", amount="spent_minor"),
    sentence=sentence,
)
