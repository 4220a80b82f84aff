"""Fetching what office announced into the chain."""

from datetime import datetime

from django.db import transaction

from phronesis.office.communities.models import Act
from phronesis.release.ledger.operations import record

OFFICE = "default"
AT_ONCE = 100


def due(at: datetime) -> int:
    """Write waiting acts into the ledger, oldest first; how many. Running it twice adds nothing."""
    done = 0
    for act in Act.objects.filter(delivered=False, at__lte=at).order_by("at", "id")[:AT_ONCE]:
        with transaction.atomic(using=OFFICE):
            record(
                act.act,
                subject=act.subject,
                at=act.at,
                community=act.community,
                by=act.by,
                act_id=act.pk,
            )
            done += Act.objects.filter(pk=act.pk, delivered=False).update(delivered=True)
    return done
