"""The two bases: every page names its language, leads to its text, and shows the way to care."""

from typing import Any

import pytest
from django.template import engines
from django.utils import translation


def render(template: str, **told: object) -> str:
    with translation.override("en"):
        return engines["jinja2"].from_string(template).render(told)


@pytest.mark.parametrize("base", ["design/page.html", "design/room.html"])
def test_every_base_has_language_skip_link_and_care(base: str) -> None:
    page = render("{% extends '" + base + "' %}")
    assert '<html lang="en" dir="ltr">' in page
    assert 'href="#main"' in page
    assert page.count('class="care-line"') == 2  # at the foot, and for when a keyboard is up


@pytest.mark.parametrize("base", ["design/page.html", "design/room.html"])
def test_no_base_needs_anything_a_strict_policy_forbids(base: str) -> None:
    page = render("{% extends '" + base + "' %}")
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert "//" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize("view", ["phone", "console", "stage"])
def test_a_room_page_says_which_view_it_is(view: str) -> None:
    page = render("{% extends 'design/room.html' %}", view=view, leave="/rooms/x/leave")
    assert f'<body class="room {view}">' in page
    assert ">Leave</a>" in page


def test_the_night_page_is_dark_whatever_the_system_says() -> None:
    page = render("{% extends 'design/page.html' %}{% set theme = 'dusk' %}")
    assert 'data-theme="dusk"' in page
    assert '<meta name="color-scheme" content="dark">' in page


def test_no_field_stands_without_its_audience_sentence() -> None:
    page = render(
        "{% from 'design/components.html' import field with context %}"
        "{{ field('text', 'Your words', 'Only on this phone.') }}"
    )
    assert 'aria-describedby="text-audience"' in page
    assert 'id="text-audience"' in page


@pytest.mark.browser
def test_the_care_line_stands_at_the_top_while_the_keyboard_is_up(
    chromium: Any, address: str
) -> None:
    """A keyboard takes the lower half of what can be seen; here the window itself is that low."""
    page = chromium.new_page(viewport={"width": 390, "height": 380})
    page.goto(address + "/design/")
    line = page.locator(".care-top")
    assert not line.is_visible()
    page.locator("#gallery-said").focus()
    line.wait_for(state="visible")
    assert line.bounding_box()["y"] == 0
    page.locator(".door").first.focus()
    line.wait_for(state="hidden")
    page.close()
