"""Keeps secrets that must be read again (tokens, signing secrets) unreadable to whoever has the database alone."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"touchstone: secrets at rest, 1"


class Unsealable(ValueError):
    """It was sealed with another SECRET_KEY, or was changed since."""


def seal(text: str) -> str:
    """As it may be kept: encrypted and signed (Fernet), with a key derived from the SECRET_KEY (HKDF, RFC 5869)."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; SECRET_KEY_FALLBACKS open it too. Raises Unsealable."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise Unsealable("It was sealed with another SECRET_KEY, or was changed since.") from None


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache(maxsize=8)
def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
