"""References between rows of one tenant.

The database holds each as a composite foreign key on (tenant_id, id), added by `tenants.walls.wall`, so that a row
can never point into another marketplace. Django's own single-column constraint and index would be weaker doubles:
every index of tenant data begins with the tenant, and so fits the condition that row-level security adds.
"""

from typing import Any

from django.db import models


class TenantForeignKey(models.ForeignKey):
    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)


class TenantOneToOneField(models.OneToOneField):
    """Its model names the unique constraint, beginning with the tenant; `walls.unique_by_tenant` drops Django's."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)
