"""What is still empty on the care page: `serve` says it at every start."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from phronesis.care import operator, packs


def unfilled(file: Path | None, today: date) -> Iterator[str]:
    """Each thing the operator has still to fill in or look at, as a sentence with its mend.

    Parameters
    ----------
    file
        The care file, None where the configuration names none.
    today
        The date on the operator's wall, for the review date.
    """
    if file is None or not file.exists():
        yield (
            "Care: nobody is named whom people here can talk to. Write a care file and name it "
            "under `care` in phronesis.toml."
        )
        return
    try:
        care = operator.load(file)
    except operator.CareFileError as wrong:
        yield f"Care: {wrong}"
        return
    yield from _gaps(care, file, today)


def _gaps(care: operator.Care, file: Path, today: date) -> Iterator[str]:
    if not care.people:
        yield f"Care: {file} names nobody whom people here can talk to."
    elif not any(not one.spans for one in care.people):
        yield f"Care: {file} has hours in which nobody from here is awake. The page says so."
    if care.review is None:
        yield f"Care: {file} has no review date."
    elif care.review < today:
        yield f"Care: {file} was to be looked at again by {care.review}. Ring each number."
    known = {pack.country for pack in packs.every()}
    if not care.countries:
        yield f"Care: {file} names no country; the page shows the public numbers of all."
    for country in care.countries:
        if country not in known:
            yield f"Care: there are no public numbers for {country!r} yet. Known: {sorted(known)}."
