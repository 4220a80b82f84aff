"""What falls due about people: links to send, links to forget."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from phronesis.interchange.mail.write import Letter, envelope
from phronesis.office.people import operations, queries
from phronesis.office.people.models import LinkRequest, OneTimeLink, Person

OFFICE = "default"
GIVE_UP_AFTER = timedelta(minutes=30)
log = logging.getLogger("phronesis.people")


def due(at: datetime) -> int:
    """Send the links that were asked for and forget the old ones; how many rows it dealt with."""
    return _send(at) + _forget(at)


def _send(at: datetime) -> int:
    done = 0
    for request in LinkRequest.objects.select_related("person").order_by("asked_at")[:50]:
        if at < request.asked_at + GIVE_UP_AFTER:
            try:
                _answer(request, at)
            except (OSError, SMTPException) as problem:
                # The type alone: a message could quote the address.
                log.warning("a link could not be mailed: %s", type(problem).__name__)
                continue
        with transaction.atomic(using=OFFICE):
            done += LinkRequest.objects.filter(pk=request.pk).delete()[0]
    return done


def _answer(request: LinkRequest, at: datetime) -> None:
    """Mail what was asked for; nothing to an unknown address, or to one that is taken."""
    known = queries.by_what_was_typed(request.email)
    if request.person and known is None:
        purpose = OneTimeLink.Purpose.ADDRESS
        made = operations.make_link(request.person, at=at, purpose=purpose, email=request.email)
        _mail_confirmation(request.person, request.email, made, at)
    elif request.person is None and known and known.email:
        _mail(known, operations.make_link(known, at=at), at)


def _forget(at: datetime) -> int:
    with transaction.atomic(using=OFFICE):
        links, _kinds = OneTimeLink.objects.filter(expires_at__lte=at).delete()
        used, _kinds = OneTimeLink.objects.filter(used=True).delete()
    return links + used


def _mail(person: Person, token: str, at: datetime) -> None:
    with translation.override(person.language):
        letter = Letter(
            recipient=str(person.email),
            paragraphs=[
                _("Somebody, probably you, asked to come in with this address."),
                _("Open the link and tap the button there. It works once, for 30 minutes."),
                _("If it was not you, leave it: nothing happens."),
            ],
            link=settings.CONFIG.address + reverse("people:link", args=[token]),
            language=person.language,
        )
    envelope(letter, sender=settings.DEFAULT_FROM_EMAIL, at=at).send()


def _mail_confirmation(person: Person, email: str, token: str, at: datetime) -> None:
    with translation.override(person.language):
        letter = Letter(
            recipient=email,
            paragraphs=[
                _("Somebody, probably you, wants to come in with this address from now on."),
                _(
                    "Open the link where you are signed in, and tap the button. It works once, for "
                    "30 minutes."
                ),
                _("If it was not you, leave it: nothing happens."),
            ],
            link=settings.CONFIG.address + reverse("people:confirm-address", args=[token]),
            language=person.language,
        )
    envelope(letter, sender=settings.DEFAULT_FROM_EMAIL, at=at).send()
