"""What is said when something could not be done: what happened, what is safe, what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Words:
    """Three translated sentences: what happened, that nothing was lost, what to do."""

    happened: str
    kept: str
    todo: str


STATUSES = frozenset({400, 403, 404, 409, 410, 413, 422, 429, 500, 503})


def words(status: int) -> Words:
    """The sentences for a status, in the reader's language."""
    found = _asked_wrongly().get(status) or _gone_or_busy().get(status)
    if found:
        return found
    return _gone_or_busy()[500] if status >= 500 else _asked_wrongly()[400]  # noqa: PLR2004


def _asked_wrongly() -> dict[int, Words]:
    return {
        400: Words(
            _("We could not read what was sent."),
            _("Nothing was changed."),
            _("Go back one page and try again."),
        ),
        403: Words(
            _("This page was open too long, or it is not open to you."),
            _("Nothing was changed. What you wrote is still on the page before this one."),
            _("Go back, open the page again, and send it once more."),
        ),
        404: Words(
            _("There is no page here that we can show you."),
            _("Nothing was lost."),
            _("Look at the address once more, or start from the first page."),
        ),
        409: Words(
            _("Something moved on while you were writing."),
            _("Your words are still yours. Nothing was sent."),
            _("Go back, look at what has changed, and decide again."),
        ),
        422: Words(
            _("This could not be taken as it is."),
            _("Nothing was lost. What you wrote is still on the page before this one."),
            _("Go back, change it, and send it again."),
        ),
    }


def _gone_or_busy() -> dict[int, Words]:
    return {
        410: Words(
            _("This has ended."),
            _("What was kept is where it was kept."),
            _("Ask whoever gave you the code or the link when the next one is."),
        ),
        413: Words(
            _("This is longer than we can take at once."),
            _("Nothing was lost. What you wrote is still on the page before this one."),
            _("Go back, make it shorter, and send it again."),
        ),
        429: Words(
            _("This was tried very often in a short time."),
            _("Nothing was lost, and nobody is told."),
            _("Wait a minute, then try again."),
        ),
        500: Words(
            _("Something broke on our side."),
            _("What was saved before is safe. The last thing you sent may not be saved."),
            _("Go back and send it again. If it happens twice, tell whoever runs this."),
        ),
        503: Words(
            _("We cannot save anything at the moment."),
            _("What was saved before is safe. Keep this page open and your words stay in it."),
            _("Try again in a minute."),
        ),
    }
