"""What can go wrong, as exceptions.

RapportError
├── Unreachable         no answer in all patience
├── BadSignature        a webhook that the hub did not send (webhooks.py)
└── Problem             the hub said no: status, type, detail, flaws
    ├── NotAllowed      401, 403
    ├── NotFound        404
    ├── Changed         412: it is not as you have seen it
    ├── Invalid         422: flaws say where in the body, and what
    └── TooManyRequests 429, after all patience
"""

from dataclasses import dataclass

import requests


class RapportError(Exception):
    """Any of ours."""


class Unreachable(RapportError):
    """The hub gave no answer."""


class BadSignature(RapportError):
    """A webhook that is not from the hub, is too old, or was changed on its way."""


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a body: where (a JSON Pointer into it) and what."""

    pointer: str
    detail: str


class Problem(RapportError):
    """The hub answered with a problem document (RFC 9457). `type` is stable; `detail` is for people."""

    def __init__(self, status: int, type: str, title: str, detail: str, flaws: tuple[Flaw, ...]) -> None:
        super().__init__(f"{status} {title}: {detail}" if title else f"{status} {detail}")
        self.status, self.type, self.title, self.detail, self.flaws = status, type, title, detail, flaws

    @property
    def slug(self) -> str:
        """The last part of the type, such as `invalid`."""
        return self.type.rpartition("#")[2]

    @property
    def pointer(self) -> str:
        """Where in the body the first flaw is; empty if it is about the whole."""
        return self.flaws[0].pointer if self.flaws else ""


class NotAllowed(Problem):
    """The key is none, has ended, or lacks the scope."""


class NotFound(Problem):
    """There is no such thing."""


class Changed(Problem):
    """It is not as you have seen it: read it again, then decide again."""


class Invalid(Problem):
    """The request says something that cannot be taken."""


class TooManyRequests(Problem):
    """The key has made too many requests."""


_KINDS: dict[int, type[Problem]] = {
    401: NotAllowed, 403: NotAllowed, 404: NotFound, 412: Changed, 422: Invalid, 429: TooManyRequests,
}  # fmt: skip


def problem_of(response: requests.Response) -> Problem:
    """Read a problem document, or make one of what a proxy in between has answered."""
    kind = _KINDS.get(response.status_code, Problem)
    try:
        said = response.json()
        flaws = tuple(Flaw(each["pointer"], each["detail"]) for each in said.get("errors", ()))
        return kind(response.status_code, said["type"], said["title"], said.get("detail", ""), flaws)
    except (ValueError, KeyError, TypeError, AttributeError):
        return kind(response.status_code, "about:blank", "", response.text[:200], ())
