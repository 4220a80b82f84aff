"""Circles, who belongs to them, and what they agreed."""

import secrets
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phronesis.admission.roles import Role
from phronesis.office.people.models import Organisation, Person

SALT_BYTES = 32
HELD_ROLES = tuple(role.value for role in Role if role not in (Role.MEMBER, Role.OPERATOR))


def fresh_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


class Community(models.Model):
    """A community of practice; on screen, a circle."""

    class Kind(models.TextChoices):
        PEERS = "peers", _("a circle of peers")
        ALL_RANKS = "all-ranks", _("a circle of all ranks")
        LEADERS = "leaders", _("a circle of leaders")

    class JoinMode(models.TextChoices):
        OPEN = "open", _("open to whoever wants to come")
        BY_REQUEST = "by-request", _("by asking the hosts")
        INVITATION = "invitation", _("by invitation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="communities"
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    serves = models.CharField(
        max_length=120, blank=True, help_text=_("The unit or programme it is for.")
    )
    join_mode = models.CharField(
        max_length=12, choices=JoinMode.choices, default=JoinMode.INVITATION
    )
    language = models.CharField(max_length=12, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    retention_days = models.PositiveSmallIntegerField(default=30)
    founded_on = models.DateField()
    trust_statement = models.TextField(blank=True, max_length=2000)
    recess_from = models.DateField(null=True, blank=True)
    recess_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="communities_circle_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["peers", "all-ranks", "leaders"]),
                name="communities_circle_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(join_mode__in=["open", "by-request", "invitation"]),
                name="communities_circle_is_joined_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=Q(retention_days__gte=1, retention_days__lte=365),
                name="communities_words_are_kept_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(recess_until__isnull=True)
                | Q(recess_from__isnull=False, recess_until__gte=F("recess_from")),
                name="communities_recess_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def served(self) -> str:
        """What a person confirms not to manage, roster or assess anyone in."""
        return self.serves or self.name


class Membership(models.Model):
    """A person belongs to a circle.

    The salt is where a pseudonym begins: replaced on "start anew", it makes a new voice that
    nothing connects to the old one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    salt = models.BinaryField(max_length=SALT_BYTES, default=fresh_salt, editable=False)
    joined_on = models.DateField()
    standing_confirmed_on = models.DateField(null=True, blank=True)
    anew_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"],
                condition=Q(left_on__isnull=True),
                name="communities_person_belongs_once",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="communities_member_leaves_after_joining",
            ),
        ]

    @property
    def roles(self) -> list[str]:
        """The parts held here, `member` among them. Read it from a query that fetched `held`."""
        return [Role.MEMBER.value, *(row.role for row in self.held.all())]

    @property
    def hosts(self) -> bool:
        return Role.STEWARD.value in self.roles

    @property
    def facilitates(self) -> bool:
        return bool({Role.FACILITATOR.value, Role.CO_FACILITATOR.value} & set(self.roles))


class MembershipRole(models.Model):
    """One part somebody has in one circle. None is inherited from elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="held")
    role = models.CharField(max_length=16)

    class Meta:
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role"], name="communities_role_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=HELD_ROLES), name="communities_role_is_one_of_ours"
            ),
        ]


class Charter(models.Model):
    """What a circle is for, in one version. A change is a new version.

    `answers` maps an element's id (see `elements.py`; paper A, Table 2) to
    {"picks": [option ids], "words": free text}; an element without an answer is missing.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="charters")
    version = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    written_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="charters_written"
    )
    written_on = models.DateField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "version"], name="communities_charter_version_is_written_once"
            )
        ]


class GroundRule(models.Model):
    """One sentence the circle agreed on, in one language, at its place in the order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="ground_rules")
    language = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=240)

    class Meta:
        ordering = ["language", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "language", "position"],
                name="communities_ground_rules_have_an_order",
            ),
            models.CheckConstraint(
                condition=~Q(words=""), name="communities_ground_rule_says_something"
            ),
        ]


class StageEntry(models.Model):
    """From this day on the circle says it is in this stage, and why (paper A, L106).

    Written by a person, forward or back; never worked out by the software.
    """

    class Stage(models.TextChoices):
        POTENTIAL = "potential", _("potential")
        FUSION = "fusion", _("fusion")
        MATURATION = "maturation", _("maturation")
        ADMINISTRATION = "administration", _("administration")
        TRANSFORMATION = "transformation", _("transformation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=16, choices=Stage.choices)
    reason = models.CharField(max_length=400)
    on = models.DateField()
    entered_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="stages_entered"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "number"], name="communities_stages_follow_each_other"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="communities_stage_is_entered_for_a_reason"
            ),
        ]


class Invitation(models.Model):
    """A way into a circle: by mail (a token, used once) or by code (shown, printed, many uses)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    code = models.CharField(max_length=6, unique=True, null=True)  # noqa: DJ001
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="invitations_made"
    )
    to_email = models.EmailField(blank=True)
    role = models.CharField(max_length=16, blank=True)
    expires_at = models.DateTimeField()
    max_uses = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True, code__isnull=False)
                | Q(token_hash__isnull=False, code__isnull=True),
                name="communities_invitation_is_a_link_or_a_code",
            ),
            models.CheckConstraint(
                condition=Q(uses__lte=F("max_uses")),
                name="communities_invitation_is_not_used_too_often",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["", "steward", "facilitator", "co-facilitator"]),
                name="communities_invitation_offers_a_known_part",
            ),
        ]

    @property
    def is_used_up(self) -> bool:
        return self.uses >= self.max_uses


class JoinRequest(models.Model):
    """Somebody asked to come in, having said where she stands and agreed to the lines.

    A row lasts fourteen days from the day of asking whether hosts declined it or did not
    answer: when it ends can then tell nothing of what they did.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="requests")
    asked_on = models.DateField()
    declined = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], name="communities_person_asks_once_at_a_time"
            )
        ]


class Act(models.Model):
    """A privileged act waiting to be written into the ledger. Ids and counts only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    community = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    delivered = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(delivered=False), name="communities_acts_to_deliver"
            )
        ]
