"""Random acts beside the cases: steps against misuse, settlements, the partner's documents."""

from __future__ import annotations

from datetime import timedelta

from disputes.actions.ask_documents import ask_documents
from disputes.actions.confirm_step import confirm_step
from disputes.actions.decide_step_appeal import decide_step_appeal
from disputes.actions.dismiss_step import dismiss_step
from disputes.actions.give_documents import give_documents
from disputes.actions.judge_documents import judge_documents
from disputes.actions.lift_step import lift_step
from disputes.actions.lodge_step_appeal import lodge_step_appeal
from disputes.actions.type_feedback import type_feedback
from disputes.models import DocumentRequest, MisuseStep
from feedback.models import Review
from orders.actions.accept_settlement import accept_settlement
from orders.actions.decline_settlement import decline_settlement
from orders.actions.perform_settlement import perform_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.models import Settlement
from tests.properties.marketplace import Marketplace


class SideActs(Marketplace):
    def misuse(self, kind, which, lead):
        self.sweeps_run()
        with self.act(kind if " " in kind else f"{kind} step") as at:
            steps = MisuseStep.objects.all()
            if kind in ("confirm", "dismiss", "lift"):
                step = self.pick(steps.filter(status="active" if kind == "lift" else "proposed"), which)
                take = {"confirm": confirm_step, "dismiss": dismiss_step, "lift": lift_step}[kind]
                take(by=self.leads[lead], step=step, version=step.version, reason="I read the cases.", **at)
            elif kind == "appeal":
                step = self.pick(steps.filter(status="active"), which)
                by = step.member or (self.cast.bob if step.seller_id == self.cast.seller.pk else self.ben)
                lodge_step_appeal(by=by, step=step, body="It was honest.", **at)
            else:
                step = self.pick(steps.filter(appeal__isnull=False, appeal__decided_at=None), which)
                decide_step_appeal(
                    by=self.leads[lead],
                    step=step,
                    version=step.appeal.version,
                    outcome="upheld" if kind == "uphold step" else "rejected",
                    reason="I looked at all of it.",
                    **at,
                )

    # Settlements and partners.

    def settlement(self, kind, which, days):
        with self.act(f"{kind} settlement") as at:
            if kind == "propose":
                review = self.pick(Review.objects.filter(status="published"), which)
                propose_settlement(
                    by=self.seller_of(review),
                    order=review.order,
                    terms="A new one.",
                    perform_by=self.now + timedelta(days=days),
                    withdraw_by=self.now + timedelta(days=days + 2),
                    **at,
                )
                return
            status = "accepted" if kind == "perform" else "proposed"
            settlement = self.pick(Settlement.objects.filter(status=status), which)
            order = settlement.order
            if kind == "perform":
                seller = self.cast.bob if order.seller_id == self.cast.seller.pk else self.ben
                perform_settlement(by=seller, settlement=settlement, performance="Sent it.", **at)
            else:
                take = accept_settlement if kind == "accept" else decline_settlement
                take(by=order.buyer, settlement=settlement, **at)

    def agree(self, which, perform):
        """A settlement that both sides mean."""
        self.settlement("propose", which, 4)
        for other in range(3):
            self.settlement("accept", other, 0)
            if perform:
                self.settlement("perform", other, 0)

    def documents(self, kind, which, about):
        with self.act(f"{kind} documents") as at:
            match kind:
                case "type":
                    review = self.pick(Review.objects.all(), which)
                    type_feedback(by=self.cast.carol, review=review, feedback_type=about, **at)
                case "ask for":
                    review = self.pick(Review.objects.filter(order__partner__isnull=False), which)
                    ask_documents(by=self.cast.carol, review=review, feedback_type=about, **at)
                case "give":
                    asked = self.pick(DocumentRequest.objects.filter(given_at=None), which)
                    give_documents(by=self.nora, request=asked, answer="See the list.", **at)
                case "judge":
                    given = self.pick(DocumentRequest.objects.filter(given_at__isnull=False, judged_at=None), which)
                    read = {"version": given.version, "proves_it_right": which % 2 == 0, "judgement": "I read it."}
                    judge_documents(by=self.cast.dave, request=given, **read, **at)
