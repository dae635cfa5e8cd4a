"""The figures counted from reviews: a tally a day, the seller's windows, and the days to be recounted."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from policy.recommendation import Recommendation
from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


def _five() -> list[int]:
    return [0, 0, 0, 0, 0]


def _histogram() -> ArrayField:
    """Counts of 1, 2, 3, 4 and 5 stars."""
    return ArrayField(models.PositiveIntegerField(), size=5, default=_five)


class Figures(models.Model):
    positive = models.PositiveIntegerField(default=0)
    neutral = models.PositiveIntegerField(default=0)
    negative = models.PositiveIntegerField(default=0)
    stars = _histogram()
    fulfilment = _histogram()
    start_time = _histogram()
    communication = _histogram()
    comments = models.PositiveIntegerField(default=0)
    overall_only = models.PositiveIntegerField(default=0, help_text="Reviews of one overall rating.")
    # {ground: reviews} of this day that stand struck or removed, and so count in nothing above.
    struck = models.JSONField(default=dict)
    removed = models.JSONField(default=dict)

    class Meta:
        abstract = True


class DayTally(Figures, TenantModel):
    """What the countable reviews first published on one day add up to."""

    seller = TenantForeignKey("orders.Seller", related_name="tallies")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "seller", "day"], name="one_tally_a_day")]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.day}"


class SellerRate(TenantModel):
    """A seller's windows as last computed; its row is the lock of the recomputation."""

    seller = TenantOneToOneField("orders.Seller", related_name="rate")
    # {"30"|"90"|"365"|"lifetime": figures as in feedback.queries.figures}
    windows = models.JSONField(default=dict)
    # Lower bound of the headline's 95 % Wilson interval; orders sellers in lists, never shown as a rate.
    lower_bound = models.FloatField(null=True)
    ratings = models.PositiveIntegerField(default=0, help_text="All countable ratings, lifetime.")
    # As of the policy that it was counted under; lists of sellers are narrowed by it.
    recommendation = models.CharField(
        max_length=11,
        choices=[(r.value, r.value) for r in Recommendation],
        default=Recommendation.NOT_RATED,
        db_default=Recommendation.NOT_RATED.value,
    )
    median_response_hours = models.FloatField(null=True)
    counted_on = models.DateField(null=True, help_text="The local day on which the windows end.")
    computed_at = models.DateTimeField(null=True)
    policy_version = TenantForeignKey("tenants.PolicyVersion", null=True, related_name="+")
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "seller"], name="one_rate_a_seller")]
        indexes = [
            models.Index(fields=["tenant", "-lower_bound", "-seller"], name="sellers_by_rate"),
            models.Index(fields=["tenant", "-ratings", "-seller"], name="sellers_by_ratings"),
            models.Index(fields=["tenant", "recommendation", "-lower_bound", "-seller"], name="sellers_by_standing"),
            models.Index(fields=["tenant", "recommendation", "-ratings", "-seller"], name="sellers_by_standing_size"),
            models.Index(fields=["tenant", "counted_on"], name="rates_to_slide"),
        ]

    def __str__(self) -> str:
        return f"rate of {self.seller_id}"


class StaleDay(TenantModel):
    """A mark that a seller's day must be recounted; every change of a review adds its own."""

    seller = TenantForeignKey("orders.Seller", related_name="+")
    day = models.DateField()
    marked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "seller"], name="stale_days_of_a_seller")]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.day}"
