"""Something shown in a case: a message, a file, the order, another review, or a text."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from policy.terms import EvidenceKind
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


def _exactly_what_its_kind_says() -> Q:
    columns = {"message": "message", "file": "upload", "order": "order", "review": "review"}
    rule = Q()
    for kind in EvidenceKind:
        shape = Q(kind=kind.value)
        for other, column in columns.items():
            shape &= Q(**{f"{column}__isnull": other != kind.value})
        rule |= shape
    return rule


class Evidence(TenantModel):
    request = TenantForeignKey("disputes.RemovalRequest", related_name="evidence")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in EvidenceKind])
    message = TenantForeignKey("orders.Message", null=True, related_name="+")
    upload = TenantForeignKey("orders.Upload", null=True, related_name="+")
    order = TenantForeignKey("orders.Order", null=True, related_name="+")
    review = TenantForeignKey("feedback.Review", null=True, related_name="+")
    text = models.TextField(blank=True)
    added_by = TenantForeignKey("tenants.Member", related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [models.CheckConstraint(condition=_exactly_what_its_kind_says(), name="evidence_is_of_its_kind")]
        indexes = [models.Index(fields=["tenant", "request"], name="evidence_of_a_request")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} for {self.request_id}"
