"""What templates may lean on: escaping, dates as people write them, data that stays data."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from jinja2 import DictLoader

from phronesis.design import jinja

MOMENT = datetime(2026, 6, 11, 13, 15, tzinfo=UTC)


def render(template: str, **told: object) -> str:
    return jinja.environment(loader=DictLoader({"t": template})).get_template("t").render(**told)


def test_words_cannot_become_markup() -> None:
    assert render("{{ words }}", words="<b>") == "&lt;b&gt;"


def test_data_for_a_script_cannot_end_its_element() -> None:
    page = render("<script>{{ data|json_data }}</script>", data={"a": "</script><b>&"})
    assert page.count("</script>") == 1
    assert "\\u003c/script\\u003e" in page


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Thursday 11 June, 14:15"),
        ("nb", "torsdag 11. juni, 14:15"),
        ("es", "jueves 11 de junio, 14:15"),
    ],
)
def test_a_date_is_written_as_its_reader_writes_it(language: str, expected: str) -> None:
    with translation.override(language):
        assert jinja.day_clock(MOMENT, "Europe/Dublin") == expected


def test_a_plain_date_has_no_zone() -> None:
    with translation.override("en"):
        assert jinja.day_long(date(2026, 6, 11), "Pacific/Kiritimati") == "11 June 2026"


def test_arabic_runs_from_right_to_left() -> None:
    with translation.override("ar"):
        assert render("{{ reader_direction() }}") == "rtl"


def test_small_numbers_are_words() -> None:
    with translation.override("en"):
        assert [jinja.number_word(n) for n in (3, 12, 13)] == ["three", "twelve", "13"]


def test_a_count_under_three_is_not_said() -> None:
    wall = (
        '{% from "design/components.html" import reveal_wall with context %}'
        "{{ reveal_wall([{'id': 'a', 'text': 't', 'count': n}]) }}"
    )
    shown = {n: jinja_page(wall, n) for n in (0, 2, 3)}
    assert shown[0] == shown[2]
    assert "three know this" in shown[3]


def jinja_page(template: str, n: int) -> str:
    from django.template import engines

    with translation.override("en"):
        return engines["jinja2"].from_string(template).render({"n": n})
