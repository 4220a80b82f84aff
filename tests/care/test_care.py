"""The care page: a human first, by the hour it is, from files alone."""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client, override_settings

from phronesis.care import checks, operator, packs

FILE = """
review = 2027-03-01
countries = ["IE"]
zone = "Europe/Dublin"

[[someone]]
name = "Maeve Doran"
who = "Chaplain, for any faith or none"
number = "555 0142"
hours = ["Mon-Thu,Sun 20:00-07:30"]
"""
TODAY = date(2026, 11, 22)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "care.toml"
    path.write_text(FILE)
    return path


def page(file: Path | None) -> str:
    config = SimpleNamespace(care=file, zone="UTC", organisation="St. Brigid's")
    with override_settings(CONFIG=_with(config), ROOT_URLCONF="tests.design.urls"):
        answer = Client().get("/care")
    assert answer.status_code == 200
    return answer.content.decode()


def _with(changed: SimpleNamespace) -> object:
    """The installation's configuration with these three fields changed."""
    from dataclasses import replace

    return replace(settings.CONFIG, **vars(changed))


@pytest.mark.parametrize(
    ("local", "awake"),
    [
        ("2026-11-23 20:00", True),  # Monday evening
        ("2026-11-24 03:12", True),  # the night after it
        ("2026-11-24 07:30", False),  # the end is not part of it
        ("2026-11-23 07:00", True),  # Monday morning still belongs to Sunday's night
        ("2026-11-27 20:30", False),  # Friday evening
        ("2026-11-28 03:12", False),  # nor the night after
    ],
)
def test_hours_that_run_over_midnight_belong_to_the_day_they_begin(
    file: Path, local: str, awake: bool
) -> None:
    someone = operator.load(file).people[0]
    assert someone.awake(datetime.fromisoformat(local)) is awake


def test_without_a_care_file_the_place_is_visibly_empty() -> None:
    shown = page(None)
    assert "Here should stand the name of a person." in shown
    assert "tel:112" in shown


def test_when_nobody_from_here_is_awake_the_page_says_so(file: Path) -> None:
    # no hour of any day: the page is read now, whenever that is
    file.write_text(FILE.replace("Mon-Thu,Sun 20:00-07:30", "Mon 00:00-00:01"))
    told = page(file)
    assert "Nobody from here is awake at this hour." in told or datetime.now().weekday() == 0
    assert "Maeve Doran" in told


def test_a_person_stands_before_any_number(file: Path) -> None:
    file.write_text(FILE.replace("Mon-Thu,Sun 20:00-07:30", "always"))
    shown = page(file)
    assert shown.index("Maeve Doran") < shown.index("tel:112")
    assert "Day and night" in shown


def test_only_the_chosen_countries_are_shown(file: Path) -> None:
    shown = page(file)
    assert "tel:112" in shown
    assert "tel:911" not in shown


def test_a_wrong_file_never_takes_the_page_down(file: Path) -> None:
    file.write_text("someone = [")
    assert "Here should stand the name of a person." in page(file)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("Mon-Fry 08:00-16:00", "'Fry' is not one of Mon"),
        ("at night", "should look like"),
    ],
)
def test_wrong_hours_are_refused_with_the_line(file: Path, wrong: str, told: str) -> None:
    file.write_text(FILE.replace("Mon-Thu,Sun 20:00-07:30", wrong))
    with pytest.raises(operator.CareFileError, match=told):
        operator.load(file)


def test_somebody_without_hours_is_refused(file: Path) -> None:
    file.write_text(FILE.replace('hours = ["Mon-Thu,Sun 20:00-07:30"]', ""))
    with pytest.raises(operator.CareFileError, match="has no hours"):
        operator.load(file)


def test_the_start_says_what_is_still_empty(file: Path) -> None:
    assert "nobody is named" in next(checks.unfilled(None, TODAY))
    assert [line for line in checks.unfilled(file, TODAY) if "nobody from here is awake" in line]
    assert [line for line in checks.unfilled(file, date(2028, 1, 1)) if "looked at again" in line]


def test_a_file_filled_in_well_leaves_nothing_to_say(file: Path) -> None:
    file.write_text(FILE.replace("Mon-Thu,Sun 20:00-07:30", "always"))
    assert list(checks.unfilled(file, TODAY)) == []


def test_a_country_without_numbers_is_named(file: Path) -> None:
    file.write_text(FILE.replace('"IE"', '"IS"'))
    assert any("'IS'" in line for line in checks.unfilled(file, TODAY))


def test_every_public_number_has_its_source_and_the_date_it_was_read() -> None:
    assert {pack.country for pack in packs.every()} == {"EU", "ES", "GB", "IE", "NO", "US"}
    for pack in packs.every():
        assert pack.numbers
        for one in pack.numbers:
            assert one.source.startswith("http")
            assert one.read <= date.today()
            assert {"en", "nb", "es"} <= set(one.purpose)


def test_a_run_of_days_is_written_in_the_language_of_the_reader() -> None:
    span = operator._span("Mon-Fri 08:00-16:00")
    assert span.words("en") == "Monday–Friday 08:00–16:00"
    assert span.words("nb") == "mandag–fredag 08:00–16:00"
