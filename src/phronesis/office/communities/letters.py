"""The mail that carries an invitation."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from phronesis.office.communities.models import Invitation
from phronesis.office.communities.words import kind_words


def address_of(invitation: Invitation, token: str = "") -> str:
    """The full address behind the link or the picture."""
    if invitation.code:
        path = reverse("communities:by-code", args=[invitation.code])
    else:
        path = reverse("communities:by-link", args=[token])
    return f"{settings.CONFIG.address}{path}"


def send(invitation: Invitation, token: str) -> None:
    """Mail an invitation, in the circle's language, with its kind.

    Raises
    ------
    OSError, SMTPException
        When the mail server does not take it.
    """
    circle = invitation.community
    with translation.override(circle.language):
        kind = kind_words(circle)
        send_mail(
            subject=_("An invitation"),
            message=_(
                "%(by)s invites you to %(circle)s.\n%(kind)s. %(meaning)s\n\n%(address)s\n\n"
                "Open it, read, and tap the button there. It works once, for 14 days.\n"
                "If you do nothing, nothing happens, and nobody is told."
            )
            % {
                "by": invitation.by.name if invitation.by else _("A host"),
                "circle": circle.name,
                "kind": kind.name,
                "meaning": kind.meaning,
                "address": address_of(invitation, token),
            },
            from_email=None,
            recipient_list=[invitation.to_email],
        )
