"""Health for machines: is the process up, can it serve."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django_prometheus.exports import ExportToDjangoView

from marketplace.tasks import HEARTBEAT, HEARTBEAT_SECONDS


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache() -> bool:
    cache.set("readyz", 1, 5)
    return cache.get("readyz") == 1


def _worker() -> bool:
    return time.time() - (cache.get(HEARTBEAT) or 0) < HEARTBEAT_SECONDS


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations, cache and a worker answer; else 503 naming what does not."""
    checks = {}
    for name, check in {"database": _database, "migrations": _migrations, "cache": _cache, "worker": _worker}.items():
        try:
            checks[name] = check()
        except Exception:  # noqa: BLE001  any failure of a check is its answer
            checks[name] = False
    return JsonResponse({"ok": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """For the scraper on this machine or network; whatever came through the public proxy finds nothing."""
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META
    if forwarded or not request.META.get("REMOTE_ADDR", "").startswith(("127.", "::1", "10.", "172.", "192.168.")):
        return HttpResponse(status=404)
    return ExportToDjangoView(request)
