"""The open pages as pictures, and the sheet they are laid out on."""

from typing import Any

import pytest
from PIL import Image

from tests.journeys import contact_sheet

pytestmark = pytest.mark.browser

PAGES = {
    "care, nobody named yet": "/care",
    "what this cannot protect": "/not-protected",
    "what we promise": "/promises",
    "a page that is not there": "/design/problems/404",
    "the shelf of components": "/design/",
    "the shelf at dusk": "/design/?light=dusk",
}


def test_every_open_page_is_on_the_contact_sheet(chromium: Any, address: str) -> None:
    context = chromium.new_context()
    for name, path in PAGES.items():
        assert len(contact_sheet.shoot(context, address + path, name)) == 4
    context.close()
    sheet = contact_sheet.compose("open-pages")
    assert sheet.stat().st_size < 1_500_000
    with Image.open(sheet) as picture:
        assert picture.height > len(PAGES) * contact_sheet.HEIGHT * 0.7


def test_a_page_that_stands_keeps_its_state_and_its_size(chromium: Any, address: str) -> None:
    page = chromium.new_page(viewport={"width": 400, "height": 700})
    page.goto(address + "/design/")
    page.fill("#gallery-said", "Two lines are enough.")
    contact_sheet.shoot(page, None, "a page that stands")
    assert page.input_value("#gallery-said") == "Two lines are enough."
    assert page.viewport_size == {"width": 400, "height": 700}
    page.close()
    contact_sheet.compose("spare", contact_sheet.FOLDER)


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="no picture"):
        contact_sheet.compose("nothing")
