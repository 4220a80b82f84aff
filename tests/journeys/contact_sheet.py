"""Pictures of every page at phone and desktop size, by day and in the dark, on one sheet.

In a journey test, whenever a page is worth looking at:

    from tests.journeys import contact_sheet

    contact_sheet.shoot(page, None, "1.1 coming in")            # the page as it stands
    contact_sheet.shoot(page, address + "/care", "care")        # go there first
    contact_sheet.shoot(context, address + "/care", "care")     # a new window of this person

A page that stands keeps its state: only its size and light change, and both are put back.
At the end of the run (a session fixture, or the last test of a file):

    contact_sheet.compose("moments")                            # docs/pictures/contact-sheet-…

Pictures wait in `contact_sheet.FOLDER`, a folder of this run; `compose` takes all taken since
the last sheet, in the order they were first taken. The sheet is written to the folder named by
PHRONESIS_TEST_PICTURES, so that an ordinary run leaves the tree alone:

    PHRONESIS_TEST_PICTURES=docs/pictures pytest tests/journeys
"""

import os
import re
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
LIGHTS = ("light", "dark")
FOLDER = Path(tempfile.mkdtemp(prefix="phronesis-pictures-"))
LARGEST = 1_450_000  # bytes of one sheet

_names: list[str] = []

GAP, CAPTION, HEIGHT = 24, 34, 560
PAPER, INK = (247, 241, 230), (43, 38, 32)


def shoot(page_or_context: Any, url: str | None, name: str) -> list[Path]:
    """Four pictures of one page: phone and desktop, light and dark.

    Parameters
    ----------
    page_or_context
        A Playwright page, shown as it stands and put back afterwards; or a browser context,
        in which a window is opened for the pictures and closed again.
    url
        Where to go first; None takes the page as it stands.
    name
        What stands under the picture; the same name again replaces the earlier picture.

    Returns
    -------
    The four files, phone before desktop and light before dark.
    """
    if hasattr(page_or_context, "new_page"):
        page = page_or_context.new_page()
        try:
            return shoot(page, url, name)
        finally:
            page.close()
    page = page_or_context
    if url is not None:
        page.goto(url)
    before = page.viewport_size
    taken = [_take(page, name, size, light) for size in SIZES for light in LIGHTS]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    if before:
        page.set_viewport_size(before)
    if name not in _names:
        _names.append(name)
    return taken


def compose(sheet: str, folder: Path | None = None) -> Path:
    """One JPEG of everything taken since the last sheet; returns where it is.

    Raises ValueError when nothing was taken: an empty sheet would look like a checked one.
    """
    if not _names:
        raise ValueError(f"no picture was taken for the sheet {sheet!r}")
    target = folder or Path(os.environ.get("PHRONESIS_TEST_PICTURES", FOLDER))
    target.mkdir(parents=True, exist_ok=True)
    rows = [_row(name) for name in _names]
    _names.clear()
    wide = max(row.width for row in rows)
    picture = Image.new("RGB", (wide, sum(row.height for row in rows)), PAPER)
    top = 0
    for row in rows:
        picture.paste(row, (0, top))
        top += row.height
    return _save(picture, target / f"contact-sheet-{_slug(sheet)}.jpg")


def _take(page: Any, name: str, size: str, light: str) -> Path:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=light, reduced_motion="reduce")
    page.evaluate("document.fonts.ready")
    file = _file(name, size, light)
    page.screenshot(path=file, animations="disabled")
    return file


def _row(name: str) -> Image.Image:
    """Four pictures side by side with their name above."""
    files = [_file(name, size, light) for size in SIZES for light in LIGHTS]
    scaled = [_scaled(file) for file in files]
    wide = sum(one.width + GAP for one in scaled) + GAP
    row = Image.new("RGB", (wide, HEIGHT + CAPTION + GAP), PAPER)
    ImageDraw.Draw(row).text((GAP, 8), name, INK, font=ImageFont.load_default(18))
    left = GAP
    for one in scaled:
        row.paste(one, (left, CAPTION))
        left += one.width + GAP
    return row


def _scaled(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        width = round(picture.width * HEIGHT / picture.height)
        return picture.convert("RGB").resize((width, HEIGHT), Image.Resampling.LANCZOS)


def _save(picture: Image.Image, file: Path) -> Path:
    """Save under the largest size: first by quality, then by scale."""
    for quality in (82, 72, 60, 48):
        picture.save(file, quality=quality, optimize=True, progressive=True)
        if file.stat().st_size <= LARGEST:
            return file
    smaller = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4))
    return _save(smaller, file)


def _file(name: str, size: str, light: str) -> Path:
    return FOLDER / f"{_slug(name)}-{size}-{light}.png"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
