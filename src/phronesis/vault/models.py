"""The keys to words. A deleted row here is the erasure of a text everywhere."""

from django.db import models


class ItemKey(models.Model):
    """The wrapped key of one item. Its row holds no time, no author and no order."""

    item = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    plane = models.CharField(max_length=16)
    promise = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(plane__in=("commons", "ballot")),
                name="vault_keys_belong_to_words_of_commons_or_ballot",
            )
        ]
