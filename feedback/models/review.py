"""The buyer's feedback on one order."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from policy.terms import Criterion, FeedbackType, ReviewStatus, Sentiment
from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel

STARS = ("fulfilment", "start_time", "communication", "overall")


def _stars_in_range() -> Q:
    in_range = Q()
    for field in STARS:
        in_range &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 1, f"{field}__lte": 5})
    return in_range


class ReviewQuerySet(models.QuerySet):
    def readable(self) -> ReviewQuerySet:
        """What everyone may read; a hidden one waits for its case."""
        return self.filter(
            status__in=[ReviewStatus.PUBLISHED, ReviewStatus.STRUCK, ReviewStatus.ATTRIBUTED],
            hidden_at__isnull=True,
        )


class Review(TenantModel):
    order = TenantOneToOneField("orders.Order", related_name="review")
    seller = TenantForeignKey("orders.Seller", related_name="reviews")
    buyer = TenantForeignKey("tenants.Member", related_name="reviews")
    # 1-5 stars; an imported review of one rating has `overall` alone, and counts in no criterion's mean.
    fulfilment = models.PositiveSmallIntegerField(null=True, blank=True)
    start_time = models.PositiveSmallIntegerField(null=True, blank=True)
    communication = models.PositiveSmallIntegerField(null=True, blank=True)
    overall = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    sentiment = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Sentiment])
    # Overall stars for the histogram: `overall`, else the criteria's mean, half up.
    stars = models.PositiveSmallIntegerField()
    policy_version = TenantForeignKey("tenants.PolicyVersion", related_name="+")
    status = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ReviewStatus], default=ReviewStatus.PUBLISHED
    )
    # The ground under which it is struck, removed or attributed; '' otherwise.
    ground = models.CharField(max_length=32, blank=True)
    # The fulfilment partner that answers for it while it is attributed.
    attributed_to = TenantForeignKey("orders.Partner", null=True, blank=True, related_name="+")
    # As which type of feedback it is attributed, and the points that this costs the partner.
    attributed_as = models.CharField(
        max_length=32,
        blank=True,
        default="",
        db_default="",
        choices=[(t.value, t.value.replace("_", " ")) for t in FeedbackType],
    )
    penalty_points = models.PositiveIntegerField(default=0, db_default=0)
    # Spans [start, end) of the comment that readers see as redacted.
    redactions = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), default=list, blank=True)
    # What its sentences are about, as a program reads them; null while its words wait to be read.
    subjects = ArrayField(models.CharField(max_length=20), null=True, blank=True)
    # Criteria that a decision struck: readable, and counted no more; null where none is.
    struck_criteria = ArrayField(models.CharField(max_length=16), null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="Hidden from readers while a case runs.")
    published_at = models.DateTimeField()
    published_on = models.DateField(help_text="The day of publication in the marketplace's time zone; never moves.")
    edited_at = models.DateTimeField(null=True, blank=True)
    imported = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager(tenant="tenant", _manager_class=models.Manager.from_queryset(ReviewQuerySet))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "order"], name="one_review_an_order"),
            models.CheckConstraint(condition=_stars_in_range(), name="stars_from_one_to_five"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="overall_stars_from_one_to_five"),
            models.CheckConstraint(
                condition=Q(overall__isnull=False)
                | Q(fulfilment__isnull=False)
                | Q(communication__isnull=False)
                | Q(start_time__isnull=False),
                name="something_is_rated",
            ),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in ReviewStatus]), name="review_status_known"),
            models.CheckConstraint(
                condition=Q(attributed_to__isnull=False, status="attributed")
                | (Q(attributed_to__isnull=True, attributed_as="", penalty_points=0) & ~Q(status="attributed")),
                name="attributed_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sentiment__in=[s.value for s in Sentiment]), name="review_sentiment_known"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "seller", "-published_at", "-id"], name="reviews_of_a_seller"),
            models.Index(fields=["tenant", "seller", "sentiment", "-published_at", "-id"], name="reviews_by_sentiment"),
            models.Index(fields=["tenant", "seller", "published_on"], name="reviews_of_a_day"),
            models.Index(fields=["tenant", "buyer", "-published_at"], name="reviews_of_a_buyer"),
            models.Index(
                fields=["tenant", "seller", "status", "ground"],
                name="reviews_decided",
                condition=~Q(status="published"),
            ),
            models.Index(
                fields=["tenant", "attributed_to", "published_on"],
                name="reviews_of_a_partner",
                condition=Q(attributed_to__isnull=False),
            ),
            models.Index(fields=["tenant", "policy_version", "id"], name="reviews_by_policy"),
            models.Index(
                fields=["tenant", "id"],
                name="reviews_to_read",
                condition=Q(subjects__isnull=True) & ~Q(comment=""),
            ),
        ]

    @property
    def rated_criteria(self) -> list[Criterion]:
        """None where an imported review has one overall rating."""
        return [criterion for criterion in Criterion if getattr(self, criterion.value) is not None]

    @property
    def counted_criteria(self) -> list[Criterion]:
        """Those of the rated ones that no decision struck."""
        return [criterion for criterion in self.rated_criteria if criterion not in (self.struck_criteria or ())]

    def __str__(self) -> str:
        return f"review of order {self.order_id}"
