"""Where a review's words are found again: the bands of its MinHash, in a B-tree."""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from tenants.fields import TenantForeignKey


class WordingBand(models.Model):
    """One of a comment's sixteen keys; two comments with a key in common may have nearly the same words.

    Keys of an earlier text of the comment stay: whoever looks compares the words themselves.
    """

    pk = models.CompositePrimaryKey("tenant_id", "key", "review_id")
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    key = models.BigIntegerField()
    review = TenantForeignKey("feedback.Review", related_name="+", db_index=False)

    objects = ScopedManager(tenant="tenant")

    def __str__(self) -> str:
        return f"{self.key:x}"
