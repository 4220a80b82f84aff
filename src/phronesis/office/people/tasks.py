"""What falls due about people: links to send, links to forget."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

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
    for request in LinkRequest.objects.order_by("asked_at")[:50]:
        person = queries.by_what_was_typed(request.email)
        if person and person.email and at < request.asked_at + GIVE_UP_AFTER:
            try:
                _mail(person, operations.make_link(person, at=at))
            except (OSError, SMTPException) as problem:
                # The type alone: a message could quote the address.
                log.warning("a link could not be mailed: %s", type(problem).__name__)
                continue
        with transaction.atomic(using=OFFICE):
            done += LinkRequest.objects.filter(pk=request.pk).delete()[0]
    return done


def _forget(at: datetime) -> int:
    with transaction.atomic(using=OFFICE):
        links, _kinds = OneTimeLink.objects.filter(expires_at__lte=at).delete()
        used, _kinds = OneTimeLink.objects.filter(used=True).delete()
    return links + used


def _mail(person: Person, token: str) -> None:
    with translation.override(person.language):
        address = settings.CONFIG.address + reverse("people:link", args=[token])
        send_mail(
            subject=_("Your link"),
            message=_(
                "Somebody, probably you, asked to come in with this address.\n\n"
                "%(address)s\n\n"
                "Open it and tap the button there. It works once, for 30 minutes.\n"
                "If it was not you, leave it: nothing happens."
            )
            % {"address": address},
            from_email=None,
            recipient_list=[str(person.email)],
        )
