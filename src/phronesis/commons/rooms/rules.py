"""Who may, and when. The page that offers a button and the act behind it ask the same rule.

Reasons are message ids; whoever shows one translates it into the reader's language.
"""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from phronesis.admission.verdicts import ALLOWED, Verdict, refused
from phronesis.commons.rooms import activities
from phronesis.commons.rooms.activities.silent_writing import FEWEST_TEXTS
from phronesis.commons.rooms.acts import standing_for
from phronesis.commons.rooms.models import Contribution, Room
from phronesis.formats import Format, Phase

UNKNOWN_PHASE = _("This part of the gathering is not known.")
NOT_SHOWN = _("This text is not shown.")
NO_SUCH_TEXT = _("This text is not here.")
NO_SUCH_HAND = _("This hand is not up.")


def writing_of(room: Room, phase: Phase) -> str:
    """What the writing of this phase has come to: "", "open", "closed" or "shown"."""
    return str(room.progress.get(phase.id, {}).get("writing", ""))


def may_do(standing: str, kind: str) -> Verdict:
    """Phones do what phones do, the console does the rest; the stage only looks."""
    if standing_for(kind) == standing or kind == "come_in":
        return ALLOWED
    return refused(_("This is done by whoever holds the room."))


def may_enter(room: Room, at: datetime) -> Verdict:
    """Whether the room has not ended."""
    if room.is_open and at < room.closes_by:
        return ALLOWED
    return refused(_("This gathering has ended."))


def may_come_in(room: Room) -> Verdict:
    if room.capacity is not None and room.come_in >= room.capacity:
        return refused(_("The room is full. Nobody was turned away by name."))
    return ALLOWED


def may_act_now(room: Room, script: Format, kind: str) -> Verdict:
    """Whether the phase the room is in has this kind of act."""
    if activities.allows(script.phases[room.phase].activity, kind):
        return ALLOWED
    return refused(_("The room is somewhere else now."))


def may_write(room: Room, phase: Phase) -> Verdict:
    """A text may be sent while the writing of its phase is open, also after the room moved on."""
    if writing_of(room, phase) == "open":
        return ALLOWED
    return refused(_("The writing has ended. Your words are still yours, on this phone."))


def may_be_ready(room: Room, phase: Phase) -> Verdict:
    if writing_of(room, phase):
        return ALLOWED
    return refused(_("The room is somewhere else now."))


def may_step(script: Format, to: int) -> Verdict:
    if to < len(script.phases):
        return ALLOWED
    return refused(UNKNOWN_PHASE)


def may_close_writing(room: Room, phase: Phase) -> Verdict:
    if writing_of(room, phase) == "open":
        return ALLOWED
    return refused(_("Nobody is writing now."))


def may_reopen_writing(room: Room, phase: Phase) -> Verdict:
    if writing_of(room, phase) == "closed":
        return ALLOWED
    return refused(_("What has been shown stays as it is."))


def may_read(room: Room, phase: Phase, text: Contribution) -> Verdict:
    """A verdict on a text: once the writing has closed, and until the text is on the wall."""
    if writing_of(room, phase) not in {"closed", "shown"}:
        return refused(_("People are still writing."))
    if text.state == "withdrawn":
        return refused(_("This text was taken back."))
    if writing_of(room, phase) == "shown" and text.state == "shown":
        return refused(_("What has been shown stays as it is."))
    return ALLOWED


def may_show(room: Room, phase: Phase, *, texts: int, passed: int) -> Verdict:
    """Texts are shown together: after the writing, from four on, and only what was read."""
    if writing_of(room, phase) not in {"closed", "shown"}:
        return refused(_("People are still writing."))
    if texts < FEWEST_TEXTS:
        return refused(_("With fewer than four texts, none is shown. Begin with a question."))
    if not passed:
        return refused(_("Read first, then show. Nothing has been read yet."))
    return ALLOWED


def may_know(room: Room, phase: Phase, text: Contribution) -> Verdict:
    if writing_of(room, phase) == "shown" and text.state == "shown":
        return ALLOWED
    return refused(NOT_SHOWN)


def may_call_hand(waiting: int, *, somebody_speaks: bool) -> Verdict:
    if waiting or somebody_speaks:
        return ALLOWED
    return refused(_("No hand is up."))
