"""The mail that carries an invitation."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from phronesis.interchange.mail.write import Letter, envelope
from phronesis.office.communities.models import Invitation
from phronesis.office.communities.words import kind_words


def address_of(invitation: Invitation, token: str = "") -> str:
    """The full address behind the link or the picture."""
    if invitation.code:
        path = reverse("communities:by-code", args=[invitation.code])
    else:
        path = reverse("communities:by-link", args=[token])
    return f"{settings.CONFIG.address}{path}"


def send(invitation: Invitation, token: str, *, at: datetime) -> None:
    """Mail an invitation. The circle, its kind and all else stand on the page it leads to.

    Raises
    ------
    OSError, SMTPException
        When the mail server does not take it.
    """
    language = invitation.community.language
    with translation.override(language):
        who = invitation.by.name if invitation.by else _("A host")
        letter = Letter(
            recipient=invitation.to_email,
            paragraphs=[
                _("%(by)s invites you to a circle. Which one it is stands on the page.")
                % {"by": who},
                f"{kind_words(invitation.community).name}.",
                _("Open it, read, and tap the button there. It works once, for 14 days."),
                _("If you do nothing, nothing happens, and nobody is told."),
            ],
            link=address_of(invitation, token),
            language=language,
        )
    envelope(letter, sender=settings.DEFAULT_FROM_EMAIL, at=at).send()
