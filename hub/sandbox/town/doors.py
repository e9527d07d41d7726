"""The hub's doors as the town knows them, its web address and its mail listener; no other is ever tried."""

import http.client
import smtplib
from dataclasses import dataclass
from urllib.parse import urlsplit

from hub.sandbox.town.answers import Post

TIMEOUT_SECONDS = 15.0
_ONE_CLICK = "List-Unsubscribe=One-Click"


@dataclass(frozen=True, slots=True)
class Doors:
    """`base_url` is the address in mails, `web` where it is answered on this machine, `mail` the listener."""

    base_url: str
    web: tuple[str, int]
    mail: tuple[str, int]

    def visit(self, url: str, agent: str, method: str = "GET") -> int:
        """Ask for an address of the hub as this program would, follow nothing, and return the status.

        POST is the one click of RFC 8058. Blocks. Raises OSError or HTTPException, and ValueError for an
        address that is not the hub's.
        """
        parts = urlsplit(url)
        if parts.netloc != urlsplit(self.base_url).netloc:
            raise ValueError("not an address of the hub")
        body = _ONE_CLICK if method == "POST" else None
        headers = {"Host": parts.netloc, "User-Agent": agent, "Accept-Language": "de-AT,de;q=0.8,en;q=0.5"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(*self.web, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
            response = connection.getresponse()
            response.read()
            return response.status
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
