"""Sealing of sensitive columns (identity numbers, telephone numbers).

AES-256-GCM for what must be read again, a keyed digest for what must be found again. The keys
come from SEAL_KEY by HKDF, one per purpose, so that a copy of the database alone tells nothing.
"""

import os
from functools import lru_cache
from hashlib import blake2b

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache
def _key(purpose: str, secret: str) -> bytes:
    kdf = HKDF(hashes.SHA256(), 32, salt=b"examadmin", info=purpose.encode())
    return kdf.derive(secret.encode())


@lru_cache
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_key("seal", secret))


def seal(text: str) -> bytes:
    """Encrypt; the empty text stays empty."""
    if not text:
        return b""
    nonce = os.urandom(12)
    return nonce + _cipher(settings.SEAL_KEY).encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes) -> str:
    sealed = bytes(sealed or b"")
    if not sealed:
        return ""
    return _cipher(settings.SEAL_KEY).decrypt(sealed[:12], sealed[12:], None).decode()


def digest(text: str) -> str:
    """A keyed fingerprint, 32 hex characters: equal texts, equal fingerprints; no way back."""
    key = _key("digest", settings.SEAL_KEY)
    return blake2b(text.encode(), key=key, digest_size=16).hexdigest()
