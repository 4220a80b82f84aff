"""The one Jinja2 environment: what every template of every app may use.

Globals: `url(name, …)`, `static(path)`, `reader_language()`,
`reader_direction()`, `offered_languages()`,
`number_word(n)`, `sign(name)`. Filters: `day`, `day_long`, `clock`, `day_clock`, `json_data`.
Dates and times are written the way the reader's language writes them (Babel) and in the time
zone given, by default the one that is active.
"""

import json
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment
from markupsafe import Markup

from phronesis.design.signs import sign

Moment = datetime | date
Zone = str | tzinfo | None

# Weekday, day and month without the year; the patterns of Babel always carry one.
DAY_PATTERNS = {"nb": "EEEE d. MMMM", "es": "EEEE d 'de' MMMM"}


def environment(**options: Any) -> Environment:
    """Jinja2 as Django's backend asks for it, with translation and our own vocabulary."""
    options.setdefault("autoescape", True)
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n", "jinja2.ext.do"]
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 -- on, above
    made.policies["ext.i18n.trimmed"] = True
    # the i18n extension adds this method at run time
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(
        url=url,
        static=static,
        reader_language=reader_language,
        reader_direction=reader_direction,
        offered_languages=offered_languages,
        number_word=number_word,
        sign=sign,
    )
    made.filters.update(
        day=day,
        day_long=day_long,
        month=month,
        clock=clock,
        day_clock=day_clock,
        json_data=json_data,
    )
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page. Raises NoReverseMatch where there is none."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def reader_language() -> str:
    """The reader's language as an IETF tag (`nb`, `es`)."""
    return translation.get_language() or settings.LANGUAGE_CODE


def reader_direction() -> str:
    """`rtl` where the reader's language runs from right to left, otherwise `ltr`."""
    return "rtl" if translation.get_language_bidi() else "ltr"


def offered_languages() -> list[tuple[str, str]]:
    """The languages this installation offers: (tag, its name in itself)."""
    return list(settings.LANGUAGES)


def day(moment: Moment, zone: Zone = None) -> str:
    """`Thursday 12 June`: enough for what is near."""
    pattern = DAY_PATTERNS.get(reader_language().split("-")[0], "EEEE d MMMM")
    return format_date(_there(moment, zone), pattern, locale=_locale())


def day_long(moment: Moment, zone: Zone = None) -> str:
    """`12 June 2026`, for what is far."""
    return format_date(_there(moment, zone), "long", locale=_locale())


def month(moment: Moment) -> str:
    """`June 2026`: as fine as a lineage without people may be."""
    return format_date(moment, "LLLL y", locale=_locale())


def clock(moment: datetime, zone: Zone = None) -> str:
    """`14:15`, or as the language writes it."""
    return format_time(_there(moment, zone), "HH:mm", locale=_locale())


def day_clock(moment: datetime, zone: Zone = None) -> str:
    """`Thursday 12 June, 14:15`."""
    return f"{day(moment, zone)}, {clock(moment, zone)}"


def json_data(value: object) -> Markup:
    """For `<script type="application/json">`: JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter, safe in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(letter, safe)
    return Markup(text)  # noqa: S704 -- every character that could leave the element is escaped


def number_word(number: int) -> str:
    """`four`: small counts are said in words, larger ones in figures."""
    words = (
        gettext("none"),
        gettext("one"),
        gettext("two"),
        gettext("three"),
        gettext("four"),
        gettext("five"),
        gettext("six"),
        gettext("seven"),
        gettext("eight"),
        gettext("nine"),
        gettext("ten"),
        gettext("eleven"),
        gettext("twelve"),
    )
    return words[number] if 0 <= number < len(words) else str(number)


def _there(moment: Moment, zone: Zone) -> Any:
    """The moment as the wall shows it in `zone`; plain dates have no zone."""
    if not isinstance(moment, datetime):
        return moment
    place = ZoneInfo(zone) if isinstance(zone, str) else zone or timezone.get_current_timezone()
    return moment.astimezone(place)


def _locale() -> str:
    """Babel's name for the reader's language; plain English puts the day before the month."""
    tag = reader_language()
    return "en_GB" if tag == "en" else tag.replace("-", "_")
