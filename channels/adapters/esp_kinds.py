"""The email service providers that django-anymail knows: how each is spelled in EMAIL_URL and spoken to.

    postmark://TOKEN@                            its usual address
    mailgun://KEY@?sender_domain=mail.example.org&webhook_key=…
    mailjet://KEY:SECRET@
    postal://KEY@postal.example.org              a server of one's own; postal+http:// without TLS

Who comes first before the @ is its API's secret; what stands behind the question mark are anymail's settings
by their own names, and `webhook_key` (`inbound_key` where inbound mail is signed with another).
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from channels.routenames import kind_of


class BadSetting(ValueError):
    """EMAIL_URL cannot be used; the words say what is missing."""


@dataclass(frozen=True, slots=True)
class Esp:
    """One provider: where anymail's code for it lies, and what it calls its secrets and options."""

    backend: str
    """In anymail.backends, without the last word: "postmark.Email" is postmark.EmailBackend."""
    webhooks: str = ""
    """In anymail.webhooks, likewise; empty for a provider that never calls back."""
    secrets: tuple[str, ...] = ("api_key",)
    options: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    path: str = "/"
    """Where the API begins on a host that the address names."""
    is_signed: bool = False
    """Its callbacks carry a signature of their own, which `webhook_key` checks."""
    keeps_message_id: bool = True
    has_headers: bool = True


ESPS: dict[str, Esp] = {
    "brevo": Esp("brevo", "brevo.Brevo", path="/v3/"),
    "mailersend": Esp(
        "mailersend",
        "mailersend.MailerSend",
        ("api_token",),
        path="/v1/",
        is_signed=True,
        keeps_message_id=False,
        has_headers=False,  # only for enterprise accounts: others are refused the whole mail
    ),
    "mailgun": Esp(
        "mailgun", "mailgun.Mailgun", options=frozenset({"sender_domain"}), path="/v3/", is_signed=True
    ),
    "mailjet": Esp(
        "mailjet", "mailjet.Mailjet", ("api_key", "secret_key"), path="/v3.1/", keeps_message_id=False
    ),
    "mailtrap": Esp(
        "mailtrap",
        "mailtrap.Mailtrap",
        ("api_token",),
        frozenset({"sandbox_id"}),
        path="/api/",
        is_signed=True,
    ),
    "mandrill": Esp("mandrill", "mandrill.Mandrill", path="/api/1.0/", is_signed=True),
    "postal": Esp("postal", "postal.Postal", needs=("api_url",), is_signed=True),
    "postmark": Esp("postmark", "postmark.Postmark", ("server_token",), frozenset({"message_stream"})),
    "resend": Esp("resend", "resend.Resend", is_signed=True),
    "scaleway": Esp("scaleway", "", ("secret_key",), frozenset({"project_id", "region"}), ("project_id",)),
    "sendgrid": Esp("sendgrid", "sendgrid.SendGrid", path="/v3/", is_signed=True),
    "ses": Esp(
        "amazon_ses",
        "amazon_ses.AmazonSES",
        ("access_key", "secret_access_key"),
        frozenset({"region", "configuration_set_name"}),
        ("region",),
        keeps_message_id=False,
    ),
    "sparkpost": Esp("sparkpost", "sparkpost.SparkPost", options=frozenset({"subaccount"}), path="/api/v1/"),
    "unisender": Esp(
        "unisender_go",
        "unisender_go.UnisenderGo",
        needs=("api_url",),
        path="/ru/transactional/api/v1/",
        is_signed=True,
        keeps_message_id=False,
    ),
}
_KEYS = ("webhook_key", "inbound_key")


@dataclass(frozen=True, slots=True)
class Account:
    """What an address of EMAIL_URL says: which provider, its settings for anymail, and its webhook keys."""

    key: str
    esp: Esp
    settings: dict[str, str] = field(repr=False, hash=False)
    webhook_key: str = field(default="", repr=False)
    inbound_key: str = field(default="", repr=False)


def account(url: str) -> Account:
    """Read one address of EMAIL_URL. Raises BadSetting."""
    parts = urlsplit(url)
    key = parts.scheme.partition("+")[0]
    esp = ESPS[key]
    settings = {name: value for name, value in _given(parts.username, parts.password, esp) if value}
    more = dict(parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True))
    if unknown := more.keys() - esp.options - set(_KEYS):
        known = ", ".join(sorted([*esp.options, *_KEYS]))
        raise BadSetting(f"EMAIL_URL: {key} knows {known}, not {', '.join(sorted(unknown))}.")
    settings |= {name: value for name, value in more.items() if name not in _KEYS}
    if parts.hostname:
        scheme = "http" if parts.scheme.endswith("+http") else "https"
        path = parts.path if parts.path.strip("/") else esp.path
        settings["api_url"] = f"{scheme}://{parts.netloc.rpartition('@')[2]}{path.rstrip('/')}/"
    if missing := [name for name in (*esp.secrets, *esp.needs) if name not in settings]:
        raise BadSetting(f"EMAIL_URL: {key} needs {' and '.join(missing)}; see docs/channels.md.")
    webhook_key = more.get("webhook_key", settings["api_key"] if key in ("mailgun", "unisender") else "")
    return Account(key, esp, settings, webhook_key, more.get("inbound_key", webhook_key))


def _given(user: str | None, password: str | None, esp: Esp) -> list[tuple[str, str]]:
    return list(zip(esp.secrets, (unquote(user or ""), unquote(password or "")), strict=False))


def accounts(setting: str, key: str) -> list[Account]:
    """Return the accounts at this provider that EMAIL_URL names; usually one."""
    return [account(url) for url in setting.split() if key in ESPS and kind_of(url) == key]
