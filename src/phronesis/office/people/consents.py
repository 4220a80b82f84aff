"""The texts people agree to, as files in `library/`, and their hashes."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LIBRARY = Path(__file__).parent / "library"
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One text in one version and one language, as it was shown."""

    id: str
    version: int
    language: str
    words: str

    @property
    def hash(self) -> str:
        """SHA-256 of id, version, language and words: proves later what was agreed to."""
        content = f"{self.id}\n{self.version}\n{self.language}\n{self.words}"
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def lines(self) -> list[str]:
        return self.words.strip().splitlines()


@cache
def text(name: str, language: str) -> ConsentText:
    """The present version of a text, in English where the language is missing.

    Raises
    ------
    FileNotFoundError
        When there is no text of that name.
    """
    found = yaml.safe_load((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8"))
    spoken = language if language in found["text"] else FALLBACK
    return ConsentText(found["id"], found["version"], spoken, found["text"][spoken])
