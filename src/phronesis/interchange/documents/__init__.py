"""Pages to print: the run sheet with its cards, and the poster."""

from .poster import Notice, poster
from .run_sheet import Occasion, run_sheet

__all__ = ["Notice", "Occasion", "poster", "run_sheet"]
