"""Notices in a real Chromium: asked for only on a tap, shown by the worker, and told of."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from channels import addresses, vapid
from channels.models import Device, Message
from customers.models import Customer
from tests.browser.conftest import OpenPage
from tests.browser.guests import let_in, path, somebody
from tests.channels.push_peers import Browser

BROWSERS_OWN = """
({endpoint, p256dh, auth, key}) => {
  const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const raw = (text) => Uint8Array.from(plain(text), (char) => char.charCodeAt(0));
  window.asked = 0;
  const ask = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => { window.asked += 1; return ask(); };
  const keys = {p256dh, auth};
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async ({applicationServerKey}) => {
    if (applicationServerKey.join() !== raw(key).join()) throw "another key";
    return {endpoint, getKey: (name) => raw(keys[name]).buffer};
  };
}
"""
"""What a browser's own push service does, which none is asked here: it would have to be on the net."""


def offer(page: Page, server: str, who: Customer, key: str) -> Browser:
    """Open the page of notices in a browser whose push service answers at once."""
    subscription = Browser("https://push.example.com/abc")
    said = {
        "endpoint": subscription.endpoint, "p256dh": subscription.p256dh, "auth": subscription.auth,
        "key": key,
    }  # fmt: skip
    page.add_init_script(f"({BROWSERS_OWN})({json.dumps(said)})")
    let_in(page, server, who)
    page.goto("/portal/notices/")
    return subscription


def test_permission_is_asked_for_on_a_tap_alone_and_the_device_is_kept(
    open_page: OpenPage, server: str, settings: Any
) -> None:
    settings.PUSH_VAPID_KEY = vapid.new_key()
    who, _ = somebody("en")
    page = open_page(phone=True)
    page.context.grant_permissions(["notifications"])
    subscription = offer(page, server, who, vapid.public_key(settings.PUSH_VAPID_KEY))
    tap = page.get_by_role("button", name="Turn notices on here")
    expect(tap).to_be_visible()
    assert page.evaluate("window.asked") == 0
    tap.click()
    expect(page.get_by_role("status")).to_contain_text("What we have for you now shows on this device.")
    device = Device.objects.get()
    assert (device.endpoint, device.p256dh) == (subscription.endpoint, subscription.p256dh)
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_text("On no device.")).to_be_visible()


def test_the_worker_shows_what_is_pushed_and_tells_that_it_did(open_page: OpenPage, server: str) -> None:
    who, message = somebody("en")
    Message.objects.filter(pk=message.pk).update(channel="push")
    page = open_page()
    page.context.grant_permissions(["notifications"])
    let_in(page, server, who)
    page.goto("/portal/notices/")
    tool = page.context.new_cdp_session(page)
    known: list[str] = []
    tool.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(each["registrationId"] for each in event["registrations"]),
    )
    tool.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/portal/push-worker.js').then(() => 1)")
    page.wait_for_function("navigator.serviceWorker.ready.then((own) => own.active.state === 'activated')")
    said = {"title": "Tea", "body": "Two for one.", "tag": "t", "shown": addresses.shown_url(message.pk)}
    pushed = {"origin": server, "registrationId": known[-1], "data": json.dumps(said)}
    tool.send("ServiceWorker.deliverPushMessage", pushed)
    shown = "navigator.serviceWorker.ready.then((own) => own.getNotifications())"
    page.wait_for_function(f"{shown}.then((all) => all[0]?.body === 'Two for one.')")
    until = timezone.now() + timedelta(seconds=15)
    while Message.objects.get(pk=message.pk).state != "delivered":
        assert timezone.now() < until, "the worker told nobody"
        page.wait_for_timeout(50)
    assert path(addresses.shown_url(message.pk)).startswith("/t/s/")
