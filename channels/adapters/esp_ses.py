"""Amazon SES, spoken to without its SDK: one signed request with the mail as we built it.

Source: "Signature Version 4 signing process" and "SendEmail" of the SES API v2. anymail needs boto3 for the
same, which is larger than everything else that we install.
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from channels import posting
from channels.adapters.sms_answers import by_status
from channels.protocol import Outcome, Result

_PATH = "/v2/email/outbound-emails"
_ABOUT_US = frozenset({"TooManyRequestsException", "LimitExceededException", "SendingPausedException"})
_ABOUT_US |= {"AccountSuspendedException", "MailFromDomainNotVerifiedException"}


def call(settings: Mapping[str, str], address: str, raw: bytes) -> posting.Call:
    """Return the request that hands a mail over; it may be sent within minutes of being made."""
    region = settings["region"]
    base = settings.get("api_url") or f"https://email.{region}.amazonaws.com/"
    said: dict[str, object] = {
        "Content": {"Raw": {"Data": b64encode(raw).decode()}},
        "Destination": {"ToAddresses": [address]},
    }
    if name := settings.get("configuration_set_name"):
        said["ConfigurationSetName"] = name
    body = json.dumps(said).encode()
    url = base.rstrip("/") + _PATH
    headers = signed(
        "POST",
        url,
        body,
        {"content-type": "application/json"},
        (settings["access_key"], settings["secret_access_key"]),
        (region, "ses"),
        now=datetime.now(UTC),
    )
    return posting.Call("POST", url, headers, body)


def signed(
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    keys: tuple[str, str],
    scope: tuple[str, str],
    *,
    now: datetime,
) -> dict[str, str]:
    """Return the headers with their signature; `keys` are (access key, secret), `scope` (region, service)."""
    stamp, parts = f"{now:%Y%m%dT%H%M%SZ}", urlsplit(url)
    all_headers = {**headers, "host": parts.netloc, "x-amz-date": stamp}
    names = sorted(name.lower() for name in all_headers)
    lines = "".join(f"{name}:{all_headers[name].strip()}\n" for name in names)
    request = "\n".join(
        (method, parts.path or "/", parts.query, lines, ";".join(names), sha256(body).hexdigest())
    )
    where = f"{stamp[:8]}/{scope[0]}/{scope[1]}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{where}\n{sha256(request.encode()).hexdigest()}"
    key = f"AWS4{keys[1]}".encode()
    for part in where.split("/"):
        key = hmac.digest(key, part.encode(), sha256)
    signature = hmac.digest(key, text.encode(), sha256).hex()
    all_headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={keys[0]}/{where}, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}"
    )
    return all_headers


def result(answer: posting.Answer) -> Result:
    """Say what an answer means; a yes without its number is no proof of anything."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    said = said if isinstance(said, dict) else {}
    error = answer.headers.get("x-amzn-ErrorType", "").partition(":")[0][:60]
    words = str(said.get("message") or said.get("Message") or "")[:250]
    if 200 <= answer.status < 300:
        provider_id = str(said.get("MessageId") or "")[:200]
        if provider_id:
            return Result(Outcome.ACCEPTED, "", provider_id)
        return Result(Outcome.UNKNOWN, "The answer could not be read")
    if error in _ABOUT_US:
        return Result(Outcome.DEFERRED, f"{error} {words}".strip(), retry_after=answer.retry_after)
    return by_status(answer, f"{error} {words}".strip(), is_definite=bool(words))
