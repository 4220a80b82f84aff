"""Who people are. Never what they said, and not when they were last here."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A hospital, a practice, a service: whoever employs or hosts people."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an organisation that people work in or a circle serves."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="people_unit_has_its_own_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Profession(models.Model):
    """An open list: somebody whose work is missing from it adds a line."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="people_profession_is_listed_once")
        ]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Somebody who can sign in.

    By e-mail, or by a name we gave them where they joined with a code and gave no address.
    There is no administrator who sees content: `operates` means runs the service, and no more.
    """

    # Django would write the time of the last sign-in here; without the field it writes none.
    last_login = None

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    sign_in_name = models.CharField(max_length=40, unique=True, null=True, blank=True)
    name = models.CharField(max_length=120)
    title = models.CharField(
        max_length=120, blank=True, help_text=_("What they are here: chief nurse.")
    )
    language = models.CharField(max_length=12, default="en")
    profession = models.ForeignKey(
        Profession, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    operates = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            # Stored in lower case, an address is unique whatever case it is typed in.
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=Lower("email")),
                name="people_email_is_in_lower_case",
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(sign_in_name__isnull=False),
                name="people_person_has_a_way_to_sign_in",
            ),
            models.CheckConstraint(
                condition=Q(sign_in_name__isnull=True) | ~Q(sign_in_name__contains="@"),
                name="people_sign_in_name_is_not_an_address",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="people_person_has_a_name"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Consent(models.Model):
    """A person agreed to one version of one text, in one language, on one day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    text = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12)
    hash = models.CharField(max_length=64)
    on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text", "version"],
                condition=Q(withdrawn_on__isnull=True),
                name="people_consent_is_given_once_per_version",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("on")),
                name="people_consent_is_withdrawn_after_it_was_given",
            ),
        ]


class OneTimeLink(models.Model):
    """A way in by mail. A tap uses it up; fetching it does not, because scanners fetch."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign-in"
        INVITATION = "invitation"
        ADDRESS = "address"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    # Only where the link confirms an address: the one it was mailed to.
    email = models.EmailField(max_length=254, blank=True)
    expires_at = models.DateTimeField()
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["sign-in", "invitation", "address"]),
                name="people_link_has_a_known_purpose",
            ),
            models.CheckConstraint(
                condition=Q(purpose="address", email__gt="")
                | (~Q(purpose="address") & Q(email="")),
                name="people_link_confirms_an_address_or_lets_in",
            ),
        ]


class LinkRequest(models.Model):
    """Somebody typed an address and asked for a link.

    With a `person`, it is she who wants to come in with this address from now on. Written for
    every address, known or not, and looked at later by the ticker: the page that takes it does
    the same work, in the same time, whoever it belongs to.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=254)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField()


class Area(models.TextChoices):
    """What somebody who holds a circle can do (paper A, facilitation)."""

    GROUP_PROCESS = "group-process", _("group process")
    EMOTIONAL_CARE = "emotional-care", _("emotional care")
    ETHICS = "ethics", _("ethics")
    MORAL_RESILIENCE = "moral-resilience", _("moral resilience")


class Competence(models.Model):
    """What a facilitator says, or somebody else attests, that she can do; it runs out."""

    class Basis(models.TextChoices):
        DECLARED = "declared", _("declared, not yet attested")
        ATTESTED = "attested", _("attested")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="competences")
    area = models.CharField(max_length=20, choices=Area.choices)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.DECLARED)
    attested_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attestations"
    )
    until = models.DateField()

    class Meta:
        ordering = ["area"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "area"], name="people_competence_is_listed_once"
            ),
            models.CheckConstraint(
                condition=Q(basis="declared", attested_by__isnull=True)
                | Q(basis="attested", attested_by__isnull=False),
                name="people_competence_is_attested_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(attested_by__isnull=True) | ~Q(attested_by=F("person")),
                name="people_competence_is_attested_by_someone_else",
            ),
        ]

    @property
    def is_attested(self) -> bool:
        return self.basis == self.Basis.ATTESTED
