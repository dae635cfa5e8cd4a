"""Stands inside one marketplace: in the ORM by django-scopes, in the database by a setting of the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django_scopes import scope

if TYPE_CHECKING:
    from tenants.models import Tenant


def enter_wall(tenant_id: object) -> None:
    """Tell the database, until this transaction ends, whose rows may be seen and written; '' for nobody's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(tenant_id)])


@contextmanager
def tenant_scope(tenant: Tenant) -> Iterator[None]:
    """Run a block in one transaction inside `tenant`; where a transaction runs already, it goes on as it was."""
    with transaction.atomic(), scope(tenant=tenant):
        # A rollback takes the setting back with everything else; a block that ends well has to put it back.
        within = bool(connection.savepoint_ids)
        outer = _inside() if within else ""
        enter_wall(tenant.pk)
        yield
        if within and not connection.needs_rollback:
            enter_wall(outer)


def _inside() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.tenant_id', true), '')")
        return cursor.fetchone()[0]
