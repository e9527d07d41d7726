"""The hub's doors as the town knows them, its web address and its mail listener; no other is ever tried."""

import http.client
import re
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from hub.sandbox.town.answers import Post

TIMEOUT_SECONDS = 15.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_ONE_CLICK = b"List-Unsubscribe=One-Click"


_HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class _Said(NamedTuple):
    status: int
    body: bytes
    cookies: str


@dataclass(frozen=True, slots=True)
class Doors:
    """`base_url` is the address in mails, `web` where it is answered on this machine, `mail` the listener."""

    base_url: str
    web: tuple[str, int]
    mail: tuple[str, int]

    def visit(self, url: str, agent: str, method: str = "GET") -> int:
        """Ask for an address of the hub as this program would, follow nothing, and return the status.

        POST is the one click of RFC 8058. Blocks. Raises as `send` does.
        """
        headers = {"User-Agent": agent, "Accept-Language": "de-AT,de;q=0.8,en;q=0.5"}
        if method == "POST":
            return self.send(method, url, _ONE_CLICK, headers | FORM)[0]
        return self.send(method, url, b"", headers)[0]

    def press(self, url: str, agent: str) -> int:
        """Open a page of the hub, press its button, and return the status. Raises as `send` does."""
        opened = self._exchange("GET", url, b"", {"User-Agent": agent})
        hidden = _HIDDEN.search(opened.body.decode("utf-8", "replace"))
        form = urlencode({"csrfmiddlewaretoken": hidden[1] if hidden else ""}).encode()
        headers = FORM | {"User-Agent": agent, "Cookie": opened.cookies, "Origin": self.base_url}
        return self._exchange("POST", url, form, headers).status

    def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Send a request to an address of the hub, follow nothing, and return status and body of the answer.

        Blocks. Raises OSError or HTTPException, and ValueError for an address that is not the hub's.
        """
        said = self._exchange(method, url, body, headers)
        return said.status, said.body

    def _exchange(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> _Said:
        parts = urlsplit(url)
        if parts.netloc != urlsplit(self.base_url).netloc:
            raise ValueError("not an address of the hub")
        connection = http.client.HTTPConnection(*self.web, timeout=TIMEOUT_SECONDS)
        try:
            asked = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(method, asked, body or None, {"Host": parts.netloc, **headers})
            response = connection.getresponse()
            cookies = response.headers.get_all("Set-Cookie") or []
            kept = "; ".join(each.partition(";")[0] for each in cookies)
            return _Said(response.status, response.read(), kept)
        finally:
            connection.close()

    def post(self, post: Post) -> None:
        """Bring a mail to the hub's listener. Blocks. Raises OSError or SMTPException if it was not taken."""
        with smtplib.SMTP(*self.mail, local_hostname="town.example", timeout=TIMEOUT_SECONDS) as connection:
            connection.sendmail(post.sender, [post.recipient], post.data)

    def is_open(self) -> bool:
        """Say whether the hub's web answers."""
        try:
            return self.visit(f"{self.base_url}/healthz", "town/1.0") == 200
        except (OSError, http.client.HTTPException):
            return False
