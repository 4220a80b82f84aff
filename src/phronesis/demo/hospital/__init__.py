"""The demonstration hospital: invented people, and what happened among them.

Everything is made by the operations that pages use, with the clock passed in. Who wrote what is
not chosen: words are read from a file that names nobody, and laid on seats drawn by lot.
"""

from phronesis.demo.hospital.building import build

__all__ = ["build"]
