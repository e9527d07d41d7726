"""The portal's links in a message: real in what is sent, and only the door in what is looked at."""

import pytest

from channels import outbox, rendering
from channels.models import Message
from channels.outbox import Draft
from channels.rendering import Recipient
from tests.makers import NOW, make_content, make_customer, make_topic

pytestmark = pytest.mark.django_db


def test_a_template_may_name_the_dials_and_less_and_who_looks_at_it_gets_the_door() -> None:
    make_topic()
    customer = make_customer("Anna")
    content = make_content(text="Fewer? {{ less_url }} All dials: {{ portal_url }}", html="")
    draft = Draft(customer.pk, "email", content.pk, "marketing", "offers", "test", due_at=NOW)
    outbox.queue([draft], now=NOW)
    message = Message.objects.get()
    recipient = Recipient(message.pk, customer.pk, content.pk, "anna@example.org", "Anna")
    sent = rendering.render([recipient])[message.pk]
    assert not isinstance(sent, str)
    assert "/portal/less/" in sent.text and "/portal/m/" in sent.text
    _, shown, _ = rendering.show(content.pk, sent.context, message.pk)
    assert "/portal/less/" not in shown and "/portal/m/" not in shown
    assert shown.count("/portal/") == 2
