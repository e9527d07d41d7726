"""What allauth asks us when it gives tokens: who we are, and what they may be meant for."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.core.exceptions import ValidationError

from hub.api.oauth import API


class OAuthAdapter(DefaultOIDCAdapter):
    def get_issuer(self) -> str:
        return str(settings.BASE_URL)

    def validate_resource_uris(self, *, uris: list[str], **kwargs: Any) -> None:
        if any(each != API for each in uris):
            raise ValidationError(f"Tokens are for {API} only.")
