"""ETags: an answer that its reader has already, and a change to what they have not seen."""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse

from hub.api.problems import Problem


def etag_of(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 to who has this already."""
    etag = etag_of(response.content)
    if _names(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    response["ETag"] = etag
    return response


def is_conditional(request: HttpRequest) -> bool:
    return "If-Match" in request.headers or "If-None-Match" in request.headers


def check(request: HttpRequest, etag: str | None) -> None:
    """Refuse to change what is another by now; `etag` is None where there is nothing. Raises Problem."""
    wanted, unwanted = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if wanted is not None and (etag is None or not _names(wanted, etag)):
        words = "It has changed since you read it." if etag else "There is none any more."
        raise Problem(412, "changed", words)
    if unwanted is not None and etag is not None and _names(unwanted, etag):
        raise Problem(412, "changed", "There is one already.")


def _names(header: str, etag: str) -> bool:
    named = {each.strip().removeprefix("W/") for each in header.split(",")}
    return etag in named or "*" in named
