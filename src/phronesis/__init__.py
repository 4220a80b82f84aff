"""Phronesis: communities of practice that turn hard moments into practical wisdom."""

__version__ = "0.1.0"
