"""Reads tokens.css and computes contrast as WCAG 2.2 defines it (1.4.3, relative luminance)."""

import re
from pathlib import Path

import phronesis.design

TOKENS = Path(phronesis.design.__file__).parent / "static" / "design" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+):\s*#([0-9a-f]{6})\s*;")

# (above, below, least contrast): everything the components put on top of something else.
BODY, TEXT, EDGE = 7.0, 4.5, 3.0
GROUNDS = ("paper", "sheet", "wash", "leaf-wash", "clay-wash", "dusk-wash")
PAIRS = [
    *(("ink", ground, BODY) for ground in GROUNDS),
    *(("ink-soft", ground, BODY) for ground in ("paper", "sheet")),
    *(("ink-soft", ground, TEXT) for ground in GROUNDS),
    ("on-leaf", "leaf", BODY),
    ("on-leaf", "leaf-deep", BODY),
    *(("leaf", ground, TEXT) for ground in ("paper", "sheet", "leaf-wash")),
    *(("clay", ground, TEXT) for ground in ("paper", "sheet", "clay-wash")),
    *(("dusk", ground, TEXT) for ground in ("paper", "sheet", "dusk-wash")),
    *((line, ground, EDGE) for line in ("edge", "focus") for ground in GROUNDS),
]


def lights(css: str) -> dict[str, dict[str, str]]:
    """Colour tokens per light: day, dark (over day) and dusk (over day)."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    day, rest = css.split("@media (prefers-color-scheme: dark)")
    dark, dusk = rest.split('[data-theme="dusk"]')
    base = dict(COLOUR.findall(day))
    return {
        "day": base,
        "dark": base | dict(COLOUR.findall(dark)),
        "dusk": base | dict(COLOUR.findall(dusk)),
    }


def contrast(one: str, other: str) -> float:
    """Between 1 and 21, for two colours written rrggbb."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def too_faint(colours: dict[str, str]) -> list[str]:
    """Each pair under its least contrast, with what was found."""
    return [
        f"{above} on {below}: {found:.2f} < {least}"
        for above, below, least in PAIRS
        if (found := contrast(colours[above], colours[below])) < least
    ]


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
