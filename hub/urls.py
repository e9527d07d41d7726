"""Where each address leads: the console for staff, and what anybody can reach."""

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from hub.staffing import demo_accounts

_login = LoginView.as_view(
    template_name="console/login.html", extra_context={"demo_accounts": demo_accounts()}
)
_logout = LogoutView.as_view(template_name="console/logout.html")
_icon = RedirectView.as_view(url=lazy(static, str)("hub/icon.svg"))
handler404 = "hub.portal.missing.page_not_found"
_password = PasswordChangeView.as_view(template_name="console/password.html")

urlpatterns = [
    path("api/", include("hub.api.urls")),  # first, for machines ask most
    path("", RedirectView.as_view(pattern_name="console:home")),
    path("favicon.ico", _icon),  # browsers ask for it where a page names none
    path("", include("hub.public.urls")),
    # Three of allauth's own addresses: nobody signs up, and it sends no mail.
    path("console/login/", _login, name="account_login"),
    path("console/logout/", _logout, name="account_logout"),
    path("console/password/", _password, name="account_change_password"),
    path("console/", include("hub.console.urls")),
    path("portal/", include("hub.portal.urls")),
    path("", include("hub.api.oauth_urls")),
]
