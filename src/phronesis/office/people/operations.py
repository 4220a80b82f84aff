"""What happens to people: being made, signing in, changing, agreeing."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from phronesis.admission.verdicts import Refused
from phronesis.office.people import queries
from phronesis.office.people.consents import ConsentText
from phronesis.office.people.models import (
    Competence,
    Consent,
    LinkRequest,
    OneTimeLink,
    Organisation,
    Person,
    Profession,
)
from phronesis.office.people.tokens import digest, fresh_token

OFFICE = "default"
LINK_LASTS = timedelta(minutes=30)
FIRST_LINK_LASTS = timedelta(days=7)
DECLARATION_LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is known of somebody before she is here. Empty means not given."""

    name: str
    email: str = ""
    sign_in_name: str = ""
    password: str = field(default="", repr=False)
    language: str = "en"
    profession: str = ""
    title: str = ""
    operates: bool = False


def make_person(who: Newcomer, *, organisation: Organisation | None = None) -> Person:
    """Make somebody who can sign in, by address or by a name we gave.

    Raises
    ------
    IntegrityError
        When the address or the name is somebody else's, or neither is given.
    """
    with transaction.atomic(using=OFFICE):
        person = Person(
            name=who.name.strip(),
            email=who.email.strip().lower() or None,
            sign_in_name=who.sign_in_name or None,
            language=who.language,
            profession=listed_profession(who.profession),
            organisation=organisation,
            title=who.title,
            operates=who.operates,
        )
        if who.password:
            person.set_password(who.password)
        else:
            person.set_unusable_password()
        Person.objects.bulk_create([person])
    return person


def listed_profession(name: str) -> Profession | None:
    """The line of the open list with this name, added where it is missing."""
    cleaned = " ".join(name.split())
    if not cleaned:
        return None
    found = Profession.objects.filter(name__iexact=cleaned).first()
    return found or Profession.objects.create(name=cleaned)


def person_with_password(typed: str, password: str) -> Person | None:
    """Whoever signs in with these two, or None. One password is hashed whatever was typed."""
    person = queries.by_what_was_typed(typed)
    if person is None:
        make_password(password)
        return None
    return person if person.check_password(password) else None


def ask_for_link(typed: str, *, at: datetime) -> None:
    """Note that somebody asked for a link. The same work for every address (see the ticker)."""
    with transaction.atomic(using=OFFICE):
        LinkRequest.objects.create(email=typed.strip().lower()[:254], asked_at=at)


def make_link(
    person: Person,
    *,
    at: datetime,
    purpose: OneTimeLink.Purpose = OneTimeLink.Purpose.SIGN_IN,
    email: str = "",
) -> str:
    """A one-time link's token. It is returned once; what stays is its hash.

    `email`: the new address that a link of the purpose "address" confirms.
    """
    token = fresh_token()
    lasts = FIRST_LINK_LASTS if purpose == OneTimeLink.Purpose.INVITATION else LINK_LASTS
    with transaction.atomic(using=OFFICE):
        OneTimeLink.objects.create(
            person=person,
            token_hash=digest(token),
            purpose=purpose,
            email=email,
            expires_at=at + lasts,
        )
    return token


def use_link(token: str, *, at: datetime) -> Person:
    """Use a link up and say whose it was.

    Raises
    ------
    Refused
        When it is used, expired or was never made.
    """
    with transaction.atomic(using=OFFICE):
        link = queries.open_link(token, at)
        # The update decides, so that of two taps at once one goes in and the other is told.
        if link is None or not OneTimeLink.objects.filter(pk=link.pk, used=False).update(used=True):
            raise Refused(_("This link has been used, or its time is over."))
    return link.person


def ask_for_address(person: Person, email: str, *, at: datetime) -> None:
    """Note that she wants to come in with this address. The ticker mails it a link to tap.

    The same work whether or not somebody has the address already; asking again replaces.
    """
    with transaction.atomic(using=OFFICE):
        LinkRequest.objects.filter(person=person).delete()
        LinkRequest.objects.create(person=person, email=email.strip().lower(), asked_at=at)


def confirm_address(token: str, *, person: Person, at: datetime) -> None:
    """Use a link up and let its owner come in with the address it was mailed to.

    Raises
    ------
    Refused
        When it is used, expired, another person's, or the address has become somebody else's.
    """
    over = Refused(_("This link has been used, or its time is over."))
    try:
        with transaction.atomic(using=OFFICE):
            link = queries.open_address_link(token, person.pk, at)
            unused = OneTimeLink.objects.filter(pk=link.pk, used=False) if link else None
            if link is None or unused is None or not unused.update(used=True):
                raise over
            Person.objects.filter(pk=person.pk).update(email=link.email)
    except IntegrityError:
        raise over from None


def change_person(person: Person, *, name: str, language: str, profession: str) -> None:
    """Change what a person says about herself."""
    with transaction.atomic(using=OFFICE):
        Person.objects.filter(pk=person.pk).update(
            name=name.strip(), language=language, profession=listed_profession(profession)
        )


def choose_password(person: Person, password: str) -> None:
    """Replace the password; every other place where she is signed in is signed out."""
    person.set_password(password)
    with transaction.atomic(using=OFFICE):
        Person.objects.filter(pk=person.pk).update(password=person.password)


def agree(person: Person, text: ConsentText, *, on: date) -> Consent:
    """Write down that a person agreed to a text. Agreeing again changes nothing."""
    with transaction.atomic(using=OFFICE):
        consent, _made = Consent.objects.get_or_create(
            person=person,
            text=text.id,
            version=text.version,
            withdrawn_on=None,
            defaults={"language": text.language, "hash": text.hash, "on": on},
        )
    return consent


def declare_competence(person: Person, area: str, *, on: date) -> Competence:
    """A facilitator says herself that she can; it holds for 30 days, once."""
    with transaction.atomic(using=OFFICE):
        row, _made = Competence.objects.get_or_create(
            person=person, area=area, defaults={"until": on + DECLARATION_LASTS}
        )
    return row


def attest_competence(person: Person, area: str, *, by: Person, until: date) -> Competence:
    """Somebody else says that she can, until a day.

    Raises
    ------
    Refused
        When it is the same person.
    """
    if person.pk == by.pk:
        raise Refused(_("Somebody else has to attest this. You can declare it yourself."))
    with transaction.atomic(using=OFFICE):
        row, _made = Competence.objects.update_or_create(
            person=person,
            area=area,
            defaults={"basis": Competence.Basis.ATTESTED, "attested_by": by, "until": until},
        )
    return row
