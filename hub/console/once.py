"""Let a form count once: what shows a secret must not make another when it is sent again.

Each page carries a fresh mark; sent a second time (loaded again, pressed twice) it is known.
"""

import logging
import secrets

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
KEPT_SECONDS = 24 * 60 * 60
FIELD = "once"


def mark() -> str:
    return secrets.token_urlsafe(12)


def is_first(request: HttpRequest) -> bool:
    """Say whether this form comes for the first time. Without the cache each counts."""
    sent = request.POST.get(FIELD, "")
    if not sent or len(sent) > 40:
        return False
    try:
        return bool(cache.add(f"once:{request.user.pk}:{sent}", True, timeout=KEPT_SECONDS))
    except RedisError as error:
        log.warning("A form that is sent twice is not known as such now: %s.", type(error).__name__)
        return True
