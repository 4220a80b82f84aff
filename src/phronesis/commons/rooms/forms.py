"""What people type at the door."""

import re


def clean_code(typed: str) -> str:
    """The letters of a room code as typed, in capitals; empty if there are none."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())[:12]
