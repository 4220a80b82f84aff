"""The open pages in a real Chromium: no barrier, no error, nothing from elsewhere."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = [
    "/design/",
    "/design/?light=dusk",
    "/design/problems/404",
    "/design/problems/503",
    "/care",
    "/not-protected",
    "/promises",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": WCAG}}


def barriers(page: Any) -> list[str]:
    """Every violation of WCAG 2.0 to 2.2, A and AA, as rule: where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def window(chromium: Any, request: pytest.FixtureRequest) -> Any:
    """A fresh phone; a console error or a request to another host fails the test."""
    wanted = getattr(request, "param", {})
    context = chromium.new_context(**{"viewport": {"width": 390, "height": 844}, **wanted})
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("request", lambda r: "://localhost:" in r.url or page.errors.append(r.url))
    yield page
    context.close()
    assert page.errors == []


@pytest.mark.parametrize("window", [{"color_scheme": c} for c in ("light", "dark")], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_barrier(window: Any, address: str, path: str) -> None:
    window.goto(address + path)
    assert barriers(window) == []


def test_a_planted_barrier_is_found(window: Any, address: str) -> None:
    window.goto(address + "/care")
    window.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img>')")
    assert [barrier.split(":")[0] for barrier in barriers(window)] == ["image-alt"]


@pytest.mark.parametrize(
    "window", [{"viewport": {"width": 320, "height": 640}, "locale": "es"}], indirect=True
)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_over_the_edge_at_320_pixels(window: Any, address: str, path: str) -> None:
    """320 CSS pixels is also what 1280 become at 400 % zoom (WCAG 1.4.10)."""
    window.goto(address + path)
    assert window.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_care_line_at_its_foot(window: Any, address: str, path: str) -> None:
    window.goto(address + path)
    line = window.locator("footer .care-line")
    assert line.inner_text() == "Talk to someone now"
    assert line.get_attribute("href") == "/care"


def test_everything_one_can_tap_is_large_enough(window: Any, address: str) -> None:
    """48 px for what stands alone; 44 for a link in a list at the foot; text links are text."""
    window.goto(address + "/design/")
    small = window.evaluate(
        """() => [...document.querySelectorAll(
             'button, input:not([type=radio]):not([type=checkbox]), select, summary, .button,' +
             ' .door, .choice, .care-line')]
           .filter((e) => e.checkVisibility({visibilityProperty: true}))
           .map((e) => [e.getBoundingClientRect().height, e.textContent.trim().slice(0, 30)])
           .filter(([height]) => height < 48)"""
    )
    assert small == []


def test_lines_are_no_longer_than_seventy_characters(chromium: Any, address: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + "/not-protected")
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('dd, p')].map((e) => {
             const range = document.createRange(); let longest = 0, count = 0, top = null;
             const text = e.firstChild; if (!text || text.nodeType !== 3) return 0;
             for (let i = 0; i < text.length; i++) {
               range.setStart(text, i); range.setEnd(text, i + 1);
               const here = Math.round(range.getBoundingClientRect().top);
               if (here !== top) { top = here; count = 0; }
               longest = Math.max(longest, ++count);
             }
             return longest; }))"""
    )
    page.close()
    assert 50 <= longest <= 76


def test_a_dialog_opens_and_closes_by_keyboard(window: Any, address: str) -> None:
    window.goto(address + "/design/")
    opener = window.locator("[data-opens=gallery-dialog]")
    opener.focus()
    window.keyboard.press("Enter")
    assert window.locator("#gallery-dialog").is_visible()
    window.keyboard.press("Escape")
    assert not window.locator("#gallery-dialog").is_visible()
    assert opener.evaluate("e => e === document.activeElement")


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_a_number_is_rung_by_a_second_tap_never_by_the_first(window: Any, address: str) -> None:
    window.goto(address + "/care")
    assert window.locator("a[href^='tel:']:visible").count() == 0
    window.locator("summary").first.click()
    assert window.locator("a[href^='tel:']:visible").count() == 1


@pytest.mark.parametrize(
    "window", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}], indirect=True
)
def test_the_gallery_holds_in_forced_colours_and_without_motion(window: Any, address: str) -> None:
    window.goto(address + "/design/")
    assert barriers(window) == []
    moving = window.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) =>
             parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"""
    )
    assert moving == 0 or window.evaluate("matchMedia('(forced-colors: active)').matches")
