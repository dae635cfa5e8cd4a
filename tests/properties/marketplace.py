"""A marketplace for random histories: its people, its policy, and how an act is tried."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from disputes.jobs.file_breaches import file_breaches
from disputes.jobs.gather_findings import cases_to_look_at, gather_findings
from disputes.jobs.propose_steps import propose_step, who_to_look_at
from disputes.jobs.sweep_cases import sweep_cases
from disputes.jobs.sweep_steps import sweep_steps
from orders.jobs.settle_deadlines import settle_deadlines
from orders.models import Partner, PartnerSeat
from policy.document import preset
from policy.terms import GroundKey
from tenants.models import PolicyVersion
from tests.cast import NOW, make_cast, make_member, make_seller
from wire.refusals import NotPermitted, NotThere, Refused

BEGIN = NOW - timedelta(days=200)
COMMENTS = (
    "",
    "Slow, and rude to me.",
    "The wrong size came. It was late as well.",
    "Call him at +49 171 1234567, he never answers.",
    "Slow, and rude to me.",
)
GROUNDS = tuple(GroundKey)


def document() -> dict[str, Any]:
    """Every ground on, partners and settlements allowed, heavy decisions held, misuse counted early."""
    made = preset("game_goods")
    for key, ground in made["removal"]["grounds"].items():
        ground["enabled"], ground["required_evidence"] = True, []
        if key == "mutual_agreement":
            ground["required_evidence"] = ["text"]
    made["removal"]["second_approval"] = {
        "rate_impact_points": 20,
        "minimum_ratings": 2,
        "outcomes": ["attribute"],
        "group_size": 10,
    }
    made["misuse"] |= {"groundless_to_caution": 1, "groundless_to_suspend": 2, "minimum_share": "0.3"}
    made["fulfilment"] |= {"partners_allowed": True, "penalties": {"wrong_item": 10, "poor_packaging": 5}}
    return made


class Marketplace(RuleBasedStateMachine):
    """One marketplace, two sellers, two buyers, two agents, two leads, a partner, and whoever sends notices."""

    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.given_back = transaction.atomic()
        self.given_back.__enter__()
        self.now = BEGIN
        self.cast = cast = make_cast()
        self.ann = make_member(cast.tenant, "Ann", "buyer", external_id="ann")
        self.ben = make_member(cast.tenant, "Ben", "seller")
        self.lena = make_member(cast.tenant, "Lena", "lead")
        self.nora = make_member(cast.tenant, "Nora", "partner")
        with cast.inside():
            self.sellers = [cast.seller, make_seller(cast.tenant, "second", runs=self.ben)]
            self.partner = Partner.objects.create(
                tenant=cast.tenant, external_id="north", slug="north", name="North", created_at=BEGIN
            )
            PartnerSeat.objects.create(tenant=cast.tenant, partner=self.partner, member=self.nora)
            PolicyVersion.objects.create(
                tenant=cast.tenant, number=2, document=document(), effective_from=BEGIN, published_at=BEGIN
            )
        self.agents, self.leads = [cast.carol, cast.dave], [cast.laura, self.lena]
        self.everyone = [cast.alice, self.ann, cast.bob, self.ben, *self.agents, *self.leads, self.nora]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.given_back.__exit__(None, None, None)

    @contextmanager
    def act(self, name: str):
        """Inside the marketplace, a minute later; a refusal undoes the act and nothing else."""
        self.now += timedelta(minutes=1)
        try:
            with self.cast.inside():
                yield {"tenant": self.cast.tenant, "now": self.now}
        except (Refused, NotThere, NotPermitted):
            self.done[f"{name} refused"] += 1
        else:
            self.done[name] += 1

    def pick(self, rows, which: int):
        """One of the rows, or the refusal that there is none."""
        found = list(rows.order_by("id"))
        if not found:
            raise Refused
        return found[which % len(found)]

    def seller_of(self, review) -> Any:
        return self.cast.bob if review.seller_id == self.cast.seller.pk else self.ben

    def sweeps_run(self):
        with self.act("sweep") as at:
            sweep_cases(**at)
            sweep_steps(**at)
            settle_deadlines(**at)
            self.done["case of a breach"] += file_breaches(**at)
            for case in cases_to_look_at(50, now=self.now):
                gather_findings(request_id=case, **at)
            for who in who_to_look_at(now=self.now):
                step = propose_step(who=who, **at)
                self.done[f"propose {step.kind}" if step else "propose nothing"] += 1
