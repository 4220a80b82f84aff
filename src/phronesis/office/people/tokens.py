"""Secrets of one-time links: made once, kept only as a hash."""

import hashlib
import secrets

TOKEN_BYTES = 32
# Syllables, because a name that was given must be read aloud and typed with one thumb.
CONSONANTS, VOWELS = "bdfghjklmnprtv", "aeiou"


def fresh_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What the database keeps of a token: nobody can go in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def fresh_sign_in_name() -> str:
    """A name to sign in with where no address was given: `tabo-leni-furo`, 36 bits by lot."""
    words = ("".join(_syllable() + _syllable()) for _ in range(3))
    return "-".join(words)


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)
