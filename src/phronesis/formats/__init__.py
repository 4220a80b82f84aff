"""The gathering formats: scripts a facilitator can run, kept as files, read without Django."""

from .loader import UnknownFormatError, all_formats, check, load, parse
from .model import Card, Format, People, Phase, PhaseText, Text
from .problems import FormatError, Problem

__all__ = [
    "Card",
    "Format",
    "FormatError",
    "People",
    "Phase",
    "PhaseText",
    "Problem",
    "Text",
    "UnknownFormatError",
    "all_formats",
    "check",
    "load",
    "parse",
]
