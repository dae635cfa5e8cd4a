"""That something a seller added to an order, as a compensation, has been handed over: said once, for good."""

from __future__ import annotations

import pgtrigger
from django.db import models

from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class Handover(TenantModel):
    compensation = TenantOneToOneField("orders.Compensation", related_name="handover")
    by = TenantForeignKey("tenants.Member", related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "compensation"], name="one_handover_a_compensation"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"handover of {self.compensation_id}"
