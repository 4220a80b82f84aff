"""Everybody can read it: in daylight, in a dark room, and at 03:12."""

import pytest

from tests.design import colours

CSS = colours.TOKENS.read_text(encoding="utf-8")


@pytest.mark.parametrize("light", ["day", "dark", "dusk"])
def test_every_pair_of_colours_is_far_enough_apart(light: str) -> None:
    assert colours.too_faint(colours.lights(CSS)[light]) == []


def test_each_light_sets_every_colour_of_the_day() -> None:
    sets = colours.lights(CSS)
    for light in ("dark", "dusk"):
        same = [name for name in sets["day"] if sets[light][name] == sets["day"][name]]
        assert same == [], f"{light} leaves colours as they are by day"


def test_a_paler_ink_would_be_found() -> None:
    paler = colours.lights(CSS.replace("--ink-soft: #4d453b", "--ink-soft: #8a8072"))
    assert colours.too_faint(paler["day"])


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert colours.contrast("000000", "ffffff") == pytest.approx(21)
