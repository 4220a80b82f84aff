"""Days and distances in words, in the reader's language."""

from datetime import datetime

from babel.dates import format_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def weekday(local: datetime) -> str:
    """The name of the day: Thursday, torsdag, jueves."""
    return str(format_datetime(local, "EEEE", locale=(get_language() or "en").replace("-", "_")))


def in_days(days: int) -> str:
    """How far away a day is, in words: today, tomorrow, in two days."""
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
