"""Sealing: AES-256-GCM over bytes, bound to what they belong to.

The nonce is drawn from the key, the text and an occasion (an act's id), as HMAC-SHA-256 cut to
twelve bytes. So the same act sealed twice is the same bytes, and asked twice gets the same receipt;
another text or occasion gets another nonce. Whoever lacks the key learns nothing from it.
"""

import hashlib
import hmac

from vault.errors import CannotBeOpened

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
OVERHEAD = NONCE_BYTES + TAG_BYTES
# A stored promise, like the digests of the ledger: another way of sealing is another label.
NONCE = b"calends nonce/1"


def seal(secret: bytes, text: bytes, *, bound_to: bytes, occasion: bytes) -> bytes:
    """The nonce, and then the text as nobody can read or change it without the key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    fields = (bound_to, occasion, text)
    measured = b"".join(len(each).to_bytes(8) + each for each in fields)
    nonce = hmac.new(secret, NONCE + measured, hashlib.sha256).digest()[:NONCE_BYTES]
    return nonce + AESGCM(secret).encrypt(nonce, text, bound_to)


def unseal(secret: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """The text that was sealed. Raises CannotBeOpened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(sealed) < OVERHEAD:
        raise CannotBeOpened(
            "What was sealed is cut short, and cannot be opened: verify the ledger"
        )
    try:
        return AESGCM(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise CannotBeOpened(
            "What was sealed does not fit its key, or was changed since: verify the ledger, and "
            "see that the vault is the ledger's own"
        ) from None
