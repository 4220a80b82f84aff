"""What was said by nobody: keys, slips, sealed answers and their results.

No row holds a time, an address or an order of arrival: tables are WITHOUT ROWID on SQLite,
and on PostgreSQL the inbox holds ciphertext only and is emptied in one transaction. When
something opens and closes is known to office alone.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class GatheringKeys(models.Model):
    """The public keys of one gathering: three issuers, three seals, a commitment, a name.

    One issuer and one seal key per round (the question and two rewordings); the private
    parts lie in the vault's slots and are destroyed as each round closes.
    """

    gathering = models.UUIDField(primary_key=True)
    issuers = models.JSONField()
    seals = models.JSONField()
    fingerprint = models.CharField(max_length=52)
    slips_given = models.PositiveIntegerField(default=0)


class Issue(models.Model):
    """A slip given to a seat: kept so that asking again gets the same signatures.

    Deleted when the first sheet opens; only their number stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gathering = models.UUIDField(db_index=True)
    seat = models.BinaryField(max_length=32)
    blinded = models.BinaryField(max_length=32)
    signatures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "seat"], name="ballot_one_slip_per_seat_and_gathering"
            )
        ]


class Sheet(models.Model):
    """All texts of one round on one ciphertext, named by its hash."""

    hash = models.CharField(primary_key=True, max_length=64)
    gathering = models.UUIDField(db_index=True)
    round = models.PositiveSmallIntegerField()
    ciphertext = models.BinaryField()
    texts = models.JSONField()
    holders = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default="open")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "round"], name="ballot_one_sheet_per_round"
            ),
            models.CheckConstraint(
                condition=Q(round__lte=2), name="ballot_a_question_and_two_rewordings"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "closed", "void")),
                name="ballot_a_sheet_is_open_closed_or_void",
            ),
        ]


class SealedAnswer(models.Model):
    """One answer, sealed. Its name is the hash of its bytes: sent twice, it is one."""

    hash = models.CharField(primary_key=True, max_length=64)
    sheet = models.CharField(max_length=64, db_index=True)
    sealed = models.BinaryField()


class Result(models.Model):
    """What became of one text in one round. No tally is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gathering = models.UUIDField(db_index=True)
    round = models.PositiveSmallIntegerField()
    text = models.UUIDField()
    outcome = models.CharField(max_length=6)
    on_paper = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text", "round"], name="ballot_one_result_per_text_and_round"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("went", "stays", "back", "again")),
                name="ballot_a_text_went_stays_or_comes_back",
            ),
        ]


class Receipt(models.Model):
    """The hash of a counted answer, among random ones up to the number of holders."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sheet = models.CharField(max_length=64, db_index=True)
    hash = models.CharField(max_length=64)


class WithdrawalHash(models.Model):
    """The hash of one code that takes a text back; padded to the number of holders."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    text = models.UUIDField(db_index=True)
    hash = models.CharField(max_length=64, db_index=True)


class Withdrawal(models.Model):
    """A text that somebody asked back; it goes with the next monthly review."""

    text = models.UUIDField(primary_key=True)
    done = models.BooleanField(default=False)
