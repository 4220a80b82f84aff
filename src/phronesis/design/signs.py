"""The few small drawings. None stands without a word beside it, so all are hidden from readers
of the accessibility tree."""

from markupsafe import Markup

_FRAME = (
    '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false" '
    'fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" '
    'stroke-linejoin="round">{}</svg>'
)

_DRAWINGS = {
    "care": '<path d="M10 16.5S3.5 12.8 3.5 8.2A3.4 3.4 0 0 1 10 6.6a3.4 3.4 0 0 1 6.5 1.6'
    'c0 4.6-6.5 8.3-6.5 8.3Z"/>',
    "know": '<path d="M10 2.5 16.5 10 10 17.5 3.5 10Z"/>',
    "saved": '<path d="m4 10.5 4 4 8-9"/>',
    "hand": '<path d="M6.2 11V5.6a1.2 1.2 0 0 1 2.4 0V9m0-.4V3.9a1.2 1.2 0 0 1 2.4 0V9m0-.2V4.9'
    "a1.2 1.2 0 0 1 2.4 0v5m0-2a1.2 1.2 0 0 1 2.4 0v4.3c0 3-2 5.3-5 5.3-2.6 0-3.9-1.1-5-3.2"
    'l-2-3.6c-.6-1.2.9-2.2 1.8-1.2L6.2 11Z"/>',
    "leaf": '<path d="M4 16C4 8 8 4 16.5 3.5 17 12 13 16 7 15.5M4 17c1-4 3.500-7 7-9"/>',
    "back": '<path d="M8 5 3.500 10 8 15M4 10h12.500"/>',
    "home": '<path d="M3.500 9.500 10 4l6.500 5.500M5.500 8.500V16h9V8.500"/>',
    "moon": '<path d="M16 12.200A6.800 6.800 0 1 1 7.800 4a5.500 5.500 0 0 0 8.200 8.200Z"/>',
    "mask": '<circle cx="10" cy="7" r="3.200"/><path d="M4 17c.5-3.700 2.800-5.500 6-5.500s5.500 '
    '1.800 6 5.500"/>',
}


def sign(name: str) -> Markup:
    """One drawing as inline SVG in the colour of the text beside it.

    Raises KeyError for a name that is not drawn: a missing sign is a mistake in a template.
    """
    return Markup(_FRAME.format(_DRAWINGS[name]))  # noqa: S704 -- constants of this module
