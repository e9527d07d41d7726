"""The addresses of OAuth, named as allauth names them; no others of its own can be reached."""

from django.urls import include, path
from django.views.generic import RedirectView

from hub.api import oauth_doors

_device = RedirectView.as_view(pattern_name="console:device", query_string=True)

_oidc = [
    path("identity/o/api/token", oauth_doors.token, name="token"),
    path("identity/o/api/revoke", oauth_doors.revoke, name="revoke"),
    path("identity/o/api/device/code", oauth_doors.device_code, name="device_code"),
    path("identity/o/device", _device, name="device_authorization"),
]
_idp = [path("", include((_oidc, "oidc")))]

urlpatterns = [
    path(".well-known/oauth-authorization-server", oauth_doors.discovery, name="oauth-discovery"),
    path("", include((_idp, "idp"))),
]
