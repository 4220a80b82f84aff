"""Who may do what on the calendar, and why not."""

from collections.abc import Set
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from phronesis.admission.verdicts import ALLOWED, Verdict, refused
from phronesis.office.calendar.models import Gathering, LettingGo
from phronesis.office.calendar.queries import Opening, Seat
from phronesis.office.communities.models import Membership
from phronesis.office.people.models import Area

EARLIEST = timedelta(hours=24)
RECORD_STAYS_OPEN = timedelta(hours=24)
SPONSORED_FOR = timedelta(days=30)
TWO_FROM = 13
LAST_ROUND = 2


def may_schedule_series(membership: Membership) -> Verdict:
    """Whoever holds or hosts the circle may put it on the calendar."""
    if membership.facilitates or membership.hosts:
        return ALLOWED
    return refused(_("Those who hold or host this circle set its times. Ask one of them."))


def may_change_gathering(seat: Seat, at: datetime) -> Verdict:
    """Whoever holds it or hosts the circle may move it or call it off, until it begins."""
    if not (seat.holds or seat.membership.facilitates or seat.membership.hosts):
        return refused(_("Those who hold or host this circle can change this. Ask one of them."))
    if seat.gathering.state != Gathering.State.PLANNED:
        return refused(_("This gathering is over or has been called off. It stays as it is."))
    if seat.gathering.starts_at <= at:
        return refused(_("This gathering has begun. It can no longer be changed."))
    return ALLOWED


def may_answer(seat: Seat, at: datetime) -> Verdict:
    """A member may say whether she comes until it is over."""
    if seat.gathering.state == Gathering.State.CANCELLED:
        return refused(_("This gathering has been called off. There is nothing to answer."))
    if seat.gathering.is_over(at):
        return refused(_("This gathering is over. There is nothing to answer."))
    return ALLOWED


def may_take_place(seat: Seat, at: datetime) -> Verdict:
    """May say yes, or late, while there is a place."""
    if seat.is_full:
        return refused(
            _("Every place is taken. Nothing was changed. If one becomes free, it can be yours.")
        )
    return may_answer(seat, at)


def may_sponsor_gathering(seat: Seat, at: datetime) -> Verdict:
    """Another facilitator or host of the circle may stand by a first gathering."""
    if seat.holds:
        return refused(_("Somebody else has to stand by it: you hold this gathering yourself."))
    if not (seat.membership.facilitates or seat.membership.hosts):
        return refused(_("Another facilitator or a host of this circle can stand by it."))
    return may_answer(seat, at)


def may_open_room(opening: Opening, needed: Set[str], at: datetime) -> Verdict:
    """Whoever holds the gathering may open its room, with what its format asks for.

    `needed`: the areas of competence the format names; the facilitators have them jointly.
    """
    for verdict in (_may_open_now(opening, at), _can_hold(opening, needed)):
        if not verdict:
            return verdict
    return ALLOWED


def opening_warning(opening: Opening) -> str:
    """What whoever opens the room should know, or nothing. It never forbids."""
    if opening.expected >= TWO_FROM and opening.facilitators < 2:  # noqa: PLR2004 -- "two"
        return _("From thirteen people on, two hold the room better. Ask somebody to hold it too.")
    return ""


def may_ask_again(last: LettingGo | None, at: datetime) -> Verdict:
    """A text may come back twice with other words, once its hours are over."""
    if last is None:
        return refused(_("Nothing has been asked of this gathering yet."))
    if last.round >= LAST_ROUND:
        return refused(_("It has been asked three times. It stays in the circle."))
    if at < last.closes_at:
        return refused(_("The answers are still sealed. It can come back once they are open."))
    return ALLOWED


def _may_open_now(opening: Opening, at: datetime) -> Verdict:
    if not opening.facilitates:
        return refused(_("Only those who hold this gathering can open its room."))
    if opening.state == Gathering.State.CANCELLED:
        return refused(_("This gathering has been called off, so it has no room."))
    if opening.state == Gathering.State.CLOSED or at >= opening.ends_at + RECORD_STAYS_OPEN:
        return refused(_("This gathering has ended, and its record is closed."))
    if at < opening.starts_at - EARLIEST:
        return refused(_("The room can be opened from one day before the gathering."))
    return ALLOWED


def _can_hold(opening: Opening, needed: Set[str]) -> Verdict:
    missing = needed - opening.attested
    if not missing:
        return ALLOWED
    if missing - opening.declared:
        return refused(
            _(
                "Whoever holds this needs %(areas)s. Declare it on your own page, "
                "or hold it together with somebody who has it."
            )
            % {"areas": _named(missing - opening.declared)}
        )
    if not opening.is_first:
        return refused(
            _(
                "You have declared %(areas)s; that carries a first gathering only. "
                "Ask somebody who has seen you hold a group to attest it."
            )
            % {"areas": _named(missing)}
        )
    if opening.sponsored_on is None or opening.today - opening.sponsored_on > SPONSORED_FOR:
        return refused(
            _(
                "You have declared %(areas)s; nobody has attested it yet. For a first gathering "
                "it is enough that another facilitator or a host of this circle opens this page "
                "and stands by it."
            )
            % {"areas": _named(missing)}
        )
    return ALLOWED


def _named(areas: Set[str]) -> str:
    labels = [str(Area(area).label) if area in Area.values else area for area in sorted(areas)]
    return ", ".join(labels)
