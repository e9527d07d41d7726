"""Answers that hold somebody else's HTML: shown in a frame that runs nothing and fetches nothing."""

from django.http import HttpResponse

# Mails carry styles of their own and ours allows none, so the frame has a policy of its own: no script, no
# picture from elsewhere, no form, no way out of its sandbox.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
    " frame-src 'self'; frame-ancestors 'self'; sandbox"
)


def framed(response: HttpResponse) -> HttpResponse:
    """Let our own pages, and no others, show this document in a frame."""
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
