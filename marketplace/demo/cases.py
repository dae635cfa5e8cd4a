"""Cases in every state, by the same actions that people use, at the times when they would have."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from disputes.actions.ask_information import ask_information
from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.decide_request import decide_request
from disputes.actions.file_request import file_request
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.withdraw_request import withdraw_request
from feedback.actions.post_review import post_review
from marketplace.demo.catalog import Catalog, buyer_name
from marketplace.demo.documents import write_documents
from orders.actions.put_order import put_order
from orders.actions.send_message import send_message
from orders.queries import seller_of_external_id
from policy.eligibility import Claim, Evidence
from tenants.models import Member, Tenant

if TYPE_CHECKING:
    from disputes.models import RemovalRequest
    from orders.models import Order, Seller

OUTCOMES = {
    "remove": "remove",
    "keep": "keep",
    "strike": "strike",
    "redact": "redact",
    "attribute": "attribute",
    "held": "strike",
    "appealed": None,
    "appeal_upheld": None,
    "appeal_rejected": None,
}
RECOMMENDED = {"shipped_on_time": "strike", "platform_fulfilment": "strike", "partner_at_fault": "attribute"}
UNDECIDED = ("awaiting_buyer", "in_review", "expired_reply", "claimed", "more_information", "withdrawn")


class CaseWriter:
    """Writes one marketplace's cases; `people` are the demo's members by role."""

    def __init__(self, tenant: Tenant, catalog: Catalog, people: dict[str, Member], now: datetime) -> None:
        self.tenant, self.catalog, self.people, self.now = tenant, catalog, people, now

    def write(self, number: int, case: dict[str, Any]) -> None:
        filed_at = self.now - timedelta(days=case["days_ago"], hours=number % 5)
        name = case.get("seller", self.catalog.texts["sellers"][0]["name"])
        seller = seller_of_external_id(self.catalog.seller_id(name))
        order = self.order_of(number, case, seller, filed_at)
        messages = [
            send_message(
                tenant=self.tenant,
                by=order.buyer if sender == "buyer" else self.people["seller"],
                order=order,
                sender=sender,
                body=body,
                now=filed_at - timedelta(days=3) + timedelta(minutes=20 * index),
            )[0]
            for index, (sender, body) in enumerate(case.get("chat", []))
            if sender == "buyer" or "seller" not in case
        ]
        stars = dict(zip(("fulfilment", "start_time", "communication"), case["stars"], strict=True))
        wrote = {"tenant": self.tenant, "by": order.buyer, "stars": stars, "comment": case["comment"]}
        review = post_review(order=order, now=filed_at - timedelta(days=2), **wrote)
        twin = None
        if case.get("twin"):
            other = self.order_of(number + 500, case, seller, filed_at - timedelta(days=1))
            twin = post_review(order=other, now=filed_at - timedelta(days=2, hours=5), **wrote)
        claim = Claim(case["ground"], case["statement"], case.get("feedback_type"))
        request = file_request(
            tenant=self.tenant,
            by=case.get("filed_by", self.people["seller"]),
            review=review,
            claims=[claim],
            evidence=self._evidence(case, order, messages, twin),
            now=filed_at,
        )
        write_documents(request, case, tenant=self.tenant, people=self.people, filed_at=filed_at)
        self._go_on(request, case, filed_at)

    def order_of(self, number: int, case: dict[str, Any], seller: Seller, filed_at: datetime) -> Order:
        demo = case.get("author") == "demo"
        buyer = case.get("buyer") or {
            "external_id": "buyer-demo" if demo else f"author-{number:03d}",
            "name": "Robin Vale" if demo else buyer_name(7 * number + 3),
            "email": f"buyer@{self.catalog.host_name}" if demo else f"author{number}@{self.catalog.host_name}",
        }
        title, price = next(
            each for each in self.catalog.texts["sellers"] if self.catalog.seller_id(each["name"]) == seller.external_id
        )["offers"][0]
        placed = filed_at - timedelta(days=9)
        on_time = case.get("shipped_on_time", False)
        facts: dict[str, Any] = {
            "buyer": buyer,
            "seller": {"external_id": seller.external_id, "name": seller.name},
            "offer": {"external_id": f"{seller.external_id}-1", "title": title},
            "status": "finished",
            "placed_at": placed,
            "promised_start_at": placed + timedelta(hours=2),
            "started_at": placed + timedelta(hours=1 if on_time else 24),
            "promised_ship_at": placed + timedelta(days=1),
            "shipped_at": placed + timedelta(hours=12 if on_time else 40),
            "promised_completion_at": placed + timedelta(days=3),
            "delivered_at": placed + timedelta(days=5),
            "closed_at": filed_at - timedelta(days=3, hours=1),
            "fulfilled_by": "partner" if "partner" in case else case.get("fulfilled_by", "seller"),
            "tracking_number": f"TRK-CASE-{number:03d}",
            "amount": price,
            "currency": self.catalog.texts["currency"],
        }
        if "partner" in case:
            facts["partner"] = {"external_id": self.catalog.seller_id(case["partner"]), "name": case["partner"]}
        facts["external_id"] = f"{self.catalog.slug[:2].upper()}-{70000 + number}"
        return put_order(tenant=self.tenant, by=None, facts=facts, now=placed)[0]

    def _evidence(self, case: dict[str, Any], order: Order, messages: list, twin: Any) -> list[Evidence]:
        kind, _, rest = case["evidence"].partition(":")
        if kind == "none":
            return []
        if kind == "text":
            return [Evidence("text", text=rest)]
        shown = {"message": lambda: messages[int(rest)], "order": lambda: order, "review": lambda: twin}
        return [Evidence(kind, ref=str(shown[kind]().id))]

    def _go_on(self, request: RemovalRequest, case: dict[str, Any], filed_at: datetime) -> None:
        state = case["state"]
        if "reply" in case:
            reply_to_request(
                tenant=self.tenant,
                by=request.review.buyer,
                request=request,
                body=case["reply"],
                now=filed_at + timedelta(hours=20),
            )
        if state == "withdrawn":
            withdraw_request(
                tenant=self.tenant, by=request.filed_by, request=request, now=filed_at + timedelta(hours=30)
            )
        if state in ("awaiting_buyer", "in_review", "expired_reply", "withdrawn"):
            return
        if state == "claimed":
            claim_request(tenant=self.tenant, by=self.people["agent"], request=request, now=self.now)
            return
        at = filed_at + timedelta(hours=case.get("taken_after_hours", 74))
        claim_request(tenant=self.tenant, by=self.people[case.get("agent", "agent")], request=request, now=at)
        if state == "more_information":
            ask_information(
                tenant=self.tenant,
                by=self.people["agent"],
                request=request,
                version=request.version,
                question=case["question"],
                now=at + timedelta(minutes=5),
            )
            return
        decision = self._decide(request, case, at + timedelta(minutes=case.get("handled_in_minutes", 9)))
        if state.startswith("appeal"):
            self._appeal(decision, case, at + timedelta(days=2))

    def _decide(self, request: RemovalRequest, case: dict[str, Any], at: datetime) -> Any:
        outcome = OUTCOMES[case["state"]] or RECOMMENDED.get(case["ground"], "remove")
        request.refresh_from_db()
        spans = []
        if outcome == "redact":
            start = case["comment"].index(case["redact"])
            spans = [[start, start + len(case["redact"])]]
        return decide_request(
            tenant=self.tenant,
            by=self.people[case.get("agent", "agent")],
            request=request,
            version=request.version,
            outcome=outcome,
            findings={case["ground"]: "not_met" if outcome == "keep" else "met"},
            reason=case["reason"],
            spans=spans,
            good_faith=case.get("good_faith", True),
            departure_reason="Read by an agent; the reason says what was seen.",
            now=at,
        )

    def _appeal(self, decision: Any, case: dict[str, Any], at: datetime) -> None:
        appeal = lodge_appeal(
            tenant=self.tenant, by=decision.review.buyer, decision=decision, body=case["appeal"], now=at
        )
        if case["state"] == "appealed":
            return
        claim_appeal(tenant=self.tenant, by=self.people["agent2"], appeal=appeal, now=at + timedelta(days=1))
        appeal.refresh_from_db()
        upheld = case["state"] == "appeal_upheld"
        decide_appeal(
            tenant=self.tenant,
            by=self.people["agent2"],
            appeal=appeal,
            version=appeal.version,
            outcome="upheld" if upheld else "rejected",
            new_outcome="keep" if upheld else None,
            reason=case["appeal_reason"],
            now=at + timedelta(days=1, minutes=12),
        )
