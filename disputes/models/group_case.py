"""One set of reviews that belong together, such as an attack: one group case with all of them."""

from __future__ import annotations

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class GroupCase(TenantModel):
    """Its cases are decided together or one by one; each author is heard, told and may appeal for themselves."""

    seller = TenantForeignKey("orders.Seller", related_name="group_cases")
    explanation = models.TextField(help_text="What shows that they belong together, as it was last found.")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["tenant", "seller", "-opened_at"], name="groups_of_a_seller")]

    def __str__(self) -> str:
        return f"group case {self.id}"


class GroupReview(TenantModel):
    """A review of the set; it may have a case already, or none yet."""

    group = TenantForeignKey(GroupCase, related_name="members")
    review = TenantForeignKey("feedback.Review", related_name="+")
    links = models.JSONField(default=list, help_text="[{review, by}]: to which others of the set, by what.")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "review"], name="one_group_a_review")]
        indexes = [models.Index(fields=["tenant", "group"], name="reviews_of_a_group")]

    def __str__(self) -> str:
        return f"review {self.review_id} of {self.group_id}"
