"""Who may draft and read what a circle keeps."""

from uuid import UUID

from django.utils.translation import gettext as _

from phronesis.admission.passes import Pass
from phronesis.admission.verdicts import ALLOWED, Verdict, refused
from phronesis.commons.insights.models import Restatement

MOST = 3
DRAFTING = frozenset({"draft", "back"})


def may_draft_restatement(holder: Pass, community: UUID) -> Verdict:
    """A facilitator of the circle may."""
    if holder.community != community:
        return refused(_("We could not find that."))
    if not holder.facilitates:
        return refused(_("The facilitator drafts what the room wanted to keep."))
    return ALLOWED


def may_change_restatement(restatement: Restatement) -> Verdict:
    """Words are fixed while people are being asked about them."""
    if restatement.state not in DRAFTING:
        return refused(_("People are being asked about these words. They cannot change now."))
    return ALLOWED


def may_read_insights(holder: Pass, community: UUID) -> Verdict:
    """Members of the circle may, also those who came later."""
    if holder.community != community:
        return refused(_("We could not find that."))
    return ALLOWED
