"""What every table of a marketplace's data has: an opaque id, its marketplace, a manager that demands a scope."""

from __future__ import annotations

import uuid6
from django.db import models
from django_scopes import ScopedManager


class TenantModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    # No index of its own: every index of tenant data begins with it.
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )

    objects = ScopedManager(tenant="tenant")

    class Meta:
        abstract = True
