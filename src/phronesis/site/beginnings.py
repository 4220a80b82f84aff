"""The first person of an installation: whoever runs the service, and her way in."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from phronesis.office.people import operations, queries
from phronesis.office.people.models import OneTimeLink
from phronesis.office.people.operations import Newcomer
from phronesis.site.commands.stop import Stop


def create_operator(email: str, name: str, *, at: datetime) -> str:
    """Make somebody who runs the service; her sign-in link, good once within seven days.

    Asked again for the same address, it makes a new link and nobody else.

    Raises
    ------
    Stop
        When the address is no address, or belongs to somebody who does not run the service.
    """
    if "@" not in email.strip("@"):
        raise Stop(f"{email!r} is not an e-mail address. Nobody was made.")
    person = queries.by_what_was_typed(email)
    if person is None:
        who = Newcomer(
            name=name or email.split("@")[0],
            email=email,
            language=settings.LANGUAGE_CODE,
            operates=True,
        )
        person = operations.make_person(who)
    elif not person.operates:
        raise Stop(
            f"{email} belongs to somebody here who does not run the service. Nothing was changed."
        )
    purpose = OneTimeLink.Purpose.INVITATION
    token = operations.make_link(person, at=at, purpose=purpose)
    return f"{settings.CONFIG.address}{reverse('people:link', args=[token])}"
