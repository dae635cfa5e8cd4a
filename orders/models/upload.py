"""A checked file that somebody sent in: an image (re-encoded) or a PDF, under a random name."""

from __future__ import annotations

import pgtrigger
from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Upload(TenantModel):
    uploaded_by = TenantForeignKey("tenants.Member", related_name="+")
    # The seller for whom it was sent in; empty for a buyer's own file.
    seller = TenantForeignKey("orders.Seller", null=True, blank=True, related_name="+")
    # The fulfilment partner for whom it was sent in.
    partner = TenantForeignKey("orders.Partner", null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, help_text="As the sender called it; shown, never used as a path.")
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(help_text="Bytes as stored.")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name
