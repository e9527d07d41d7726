"""Refresh tokens: good once; a second use ends all that came of one device being let in (RFC 9700, 4.14).

A till whose line broke before it got the answer may ask again with the token it has: until the new refresh
token has been used, the one before it still counts, and then replaces it. So a lost answer locks nobody out,
and whoever stole a token is found out once both have used theirs. Rows that were used are kept as SPENT.
"""

import logging
import uuid
from typing import Any

from allauth.idp.oidc.models import Token
from django.db.models import QuerySet

log = logging.getLogger(__name__)
SPENT = "rs"
_REFRESH, _ACCESS = Token.Type.REFRESH_TOKEN, Token.Type.ACCESS_TOKEN


def present(text: str) -> Token | None:
    """Return the refresh token as it stands before it is used, putting back one whose answer was lost.

    Ends the whole family where it had been used for good. Wants a transaction with the lock of this text.
    """
    token = Token.objects.by_value(text).filter(type__in=[_REFRESH, SPENT]).first()
    if token is None or token.type == _REFRESH:
        return token
    if not _family(token).filter(type=_REFRESH, data__after=token.hash).exists():
        log.warning("A refresh token of client %s came twice: the device is out.", token.client_id)
        _family(token).delete()
        return None
    _family(token).filter(type=_REFRESH).update(type=SPENT)
    _family(token).filter(type=_ACCESS).delete()
    token.type = _REFRESH
    token.save(update_fields=["type"])
    return token


def keep(said: dict[str, Any], before: Token | None) -> None:
    """Tie the tokens that were just given to the family of the refresh token that was used for them."""
    family = before.data["family"] if before else uuid.uuid4().hex
    after = before.hash if before else ""
    for kind, text in ((_ACCESS, said["access_token"]), (_REFRESH, said["refresh_token"])):
        for token in Token.objects.by_value(text).filter(type=kind):
            token.data = (token.data or {}) | {"family": family, "after": after}
            token.save(update_fields=["data"])
    if before:
        before.pk, before.type = None, SPENT
        before.save(force_insert=True)


def given(text: str) -> Token | None:
    """Return the token that this text is, of either kind."""
    return Token.objects.by_value(text).filter(type__in=[_ACCESS, _REFRESH]).first()


def end_family(token: Token) -> None:
    """End all tokens of the device that this one was given to."""
    _family(token).delete()


def _family(token: Token) -> QuerySet[Token]:
    family = (token.data or {}).get("family", "")
    return Token.objects.filter(client_id=token.client_id, data__family=family)
