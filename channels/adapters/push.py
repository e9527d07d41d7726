"""Push messages: one channel, three routes, chosen by the kind of device that an address names."""

import json
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from django.conf import settings

from channels import pushtext, vapid
from channels.adapters import push_apns
from channels.adapters.push_apns import Apns
from channels.adapters.push_fcm import Fcm
from channels.adapters.push_web import WebPush
from channels.carriers import BadSetting
from channels.protocol import Route, Shape

_ROUTES: tuple[Route, ...] = (WebPush(), Fcm(), Apns())


class Push:
    """Notices for browsers and apps, by whichever of the three is set up."""

    key = "push"
    shape = Shape("device", has_subject=True, has_html=False, max_bytes=pushtext.LARGEST_BYTES)

    def is_ready(self) -> bool:
        return any(route.is_ready() for route in _ROUTES)

    def routes(self) -> Sequence[Route]:
        _check(settings.PUSH_VAPID_KEY, settings.PUSH_FCM_ACCOUNT, settings.PUSH_APNS_URL)
        return [route for route in _ROUTES if route.is_ready()]


@cache
def _check(vapid_key: str, fcm_account: str, apns_url: str) -> None:
    """Read the settings once. Raises BadSetting, or vapid.BadKey.

    Who asks for routes is about to send: what is dear to import is imported here, before a message is begun.
    """
    if vapid_key:
        vapid.public_key(vapid_key)
        import_module("pywebpush")
    if apns_url:
        push_apns.server_of(apns_url)
        import_module("channels.adapters.apns_wire")
    if fcm_account:
        import_module("google.oauth2.service_account")
        import_module("google.auth.transport.requests")
    try:
        known = json.loads(fcm_account or '{"project_id": ""}')
        known["project_id"]
    except (ValueError, KeyError, TypeError):
        raise BadSetting("PUSH_FCM_ACCOUNT must be the JSON of a service account.") from None


PUSH = Push()
