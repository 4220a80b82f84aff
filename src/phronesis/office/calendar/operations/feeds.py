"""A person's own calendar address."""

import secrets
from uuid import UUID

from django.db import transaction

from phronesis.office.calendar.models import FeedSecret
from phronesis.office.calendar.queries import hash_of

OFFICE = "default"
SECRET_BYTES = 20


def make_feed_secret(person: UUID) -> str:
    """A new secret address for the person's calendar; an older one stops working.

    It is told once: only its hash is kept.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic(using=OFFICE):
        FeedSecret.objects.update_or_create(person_id=person, defaults={"hash": hash_of(secret)})
    return secret
