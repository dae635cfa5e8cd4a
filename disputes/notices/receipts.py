"""The secret in the link of whoever sent a notice: made from the notice and the key, kept as a hash alone."""

from __future__ import annotations

import base64
import hashlib

from django.conf import settings
from django.utils.crypto import salted_hmac

from disputes.models import Notice

_SALT = "disputes.notice"


def token_of(notice: Notice) -> str:
    """256 bits that nobody guesses. A later letter writes the same link again, also after the key was changed."""
    tokens = [_token(notice, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return next((token for token in tokens if hash_of(token) == notice.token_hash), tokens[0])


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _token(notice: Notice, key: str) -> str:
    digest = salted_hmac(_SALT, str(notice.pk), secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
