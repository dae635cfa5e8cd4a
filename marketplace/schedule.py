"""How often each sweep runs: it finds what no nudge reached, so these are the longest waits."""

from __future__ import annotations

from typing import Any

HOUR = 3600.0
NIGHTLY = 24 * HOUR

SECONDS = {
    "feedback.sweep_stale_rates": 15.0,
    "feedback.slide_windows": HOUR / 4,
    "feedback.reconcile_rates": NIGHTLY,
    "feedback.derive_sentiments": 20.0,
    "feedback.derive_latecomers": NIGHTLY,
    "feedback.read_reviews": 20.0,
    "notifications.sweep_digests": 20.0,
    "notifications.forget_read": NIGHTLY,
    "orders.settle_deadlines": 10.0,
    "orders.end_custom_orders": 15.0,
    "orders.end_unpaid": 15.0,
    "orders.sweep_refunds": 30.0,
    "orders.delete_files": HOUR,
    "orders.finish_delivered": 60.0,
    "disputes.apply_prepared": 5.0,
    "disputes.mark_cases": 15.0,
    "disputes.sweep_cases": 30.0,
    "disputes.sweep_findings": 30.0,
    "disputes.sweep_deliveries": 20.0,
    "disputes.sweep_replays": 20.0,
    "disputes.sweep_misuse": 120.0,
    "disputes.sweep_reports": 60.0,
    "disputes.file_breaches": 15.0,
    "integrations.purge_answers": HOUR,
    "integrations.sweep_webhooks": 5.0,
    "integrations.forget_webhooks": NIGHTLY,
    "tenants.forget_fingerprints": NIGHTLY,
    "feedback.forget_removed": NIGHTLY,
    "disputes.keep_no_longer": NIGHTLY,
    "marketplace.heartbeat": 10.0,
}


def _entry(task: str, seconds: float) -> dict[str, Any]:
    # A message that waited until the next one is due would only do its work twice.
    return {"task": task, "schedule": seconds, "options": {"expires": int(min(seconds, HOUR))}}


BEAT_SCHEDULE = {task: _entry(task, seconds) for task, seconds in SECONDS.items()}
