"""What the demo's fulfilment partner is asked to show about a case, and how it answers."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from disputes.actions.ask_documents import ask_documents
from disputes.actions.give_documents import give_documents
from disputes.actions.judge_documents import judge_documents
from disputes.actions.type_feedback import type_feedback
from orders.actions.store_upload import store_upload
from tenants.models import Member, Tenant

if TYPE_CHECKING:
    from disputes.models import RemovalRequest


def write_documents(
    request: RemovalRequest, case: dict[str, Any], *, tenant: Tenant, people: dict[str, Member], filed_at: datetime
) -> None:
    """Ask, answer and judge as far as the case's text goes: `documents` is open, overdue, given or judged."""
    review = request.review
    if "typed" in case:
        typed = {"feedback_type": case["typed"], "note": case.get("typed_note", "")}
        at = filed_at + timedelta(minutes=5)
        type_feedback(tenant=tenant, by=people["seller"], review=review, now=at, **typed)
    if "documents" not in case:
        return
    at = filed_at + timedelta(hours=2)
    agent, partner = people["agent"], people["partner"]
    asked = ask_documents(tenant=tenant, by=agent, review=review, feedback_type=case["feedback_type"], now=at)
    if case["documents"] in ("open", "overdue"):
        return
    at += timedelta(hours=19)
    list_of_contents = store_upload(
        tenant=tenant,
        by=partner,
        name=f"packing-list-{asked.order.external_id}.png",
        content=packing_list(asked.order.external_id, case["packed"]),
        partner=asked.partner,
        now=at,
    )
    answer = case["partner_answer"]
    give_documents(tenant=tenant, by=partner, request=asked, answer=answer, uploads=[list_of_contents], now=at)
    if case["documents"] == "judged":
        asked.refresh_from_db()
        judge_documents(
            tenant=tenant,
            by=agent,
            request=asked,
            version=asked.version,
            proves_it_right=case["proves_it_right"],
            judgement=case["judgement"],
            now=at + timedelta(hours=6),
        )


def packing_list(order: str, lines: list[str]) -> io.BytesIO:
    """A picture of a packing list."""
    page = Image.new("RGB", (640, 120 + 40 * len(lines)), "white")
    draw = ImageDraw.Draw(page)
    draw.text((40, 30), f"PACKING LIST   ORDER {order}", fill="black", font_size=24)
    for number, line in enumerate(lines):
        draw.text((40, 90 + 40 * number), line, fill="black", font_size=20)
    stream = io.BytesIO()
    page.save(stream, "PNG")
    stream.seek(0)
    return stream
