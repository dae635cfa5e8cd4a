"""A fulfilment network for tests: Petra ships what Alice buys at Bob's, and answers for what went wrong."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from disputes.actions.ask_documents import ask_documents
from disputes.actions.give_documents import give_documents
from disputes.actions.judge_documents import judge_documents
from disputes.models import DocumentRequest
from orders.actions.ensure_partner import ensure_partner
from orders.actions.seat_partner import seat_partner
from orders.actions.store_upload import store_upload
from orders.models import FulfilledBy, Partner
from tenants.models import Member
from tests.cast import NOW, Cast, make_cast, make_member
from tests.disputes.acts import ready, review_of

DUE = timedelta(hours=72)
HOUR = timedelta(hours=1)


@dataclass
class Network:
    cast: Cast
    partner: Partner
    petra: Member

    @property
    def tenant(self):
        return self.cast.tenant

    def review(self, comment: str = "They sent soap instead of salts.", **more: Any):
        """Alice's negative review of an order that Petra's shipped."""
        given = {"fulfilled_by": FulfilledBy.PARTNER, "partner": self.partner, **more}
        return review_of(self.cast, comment, **given)

    def case(self, review, feedback_type: str | None = None, **more: Any):
        """A case for the partner's fault, held by Carol, and the moment at which she may decide."""
        return ready(self.cast, review, "partner_at_fault", evidence=(), feedback_type=feedback_type, **more)

    def ask(self, review, feedback_type: str | None = None, now: datetime = NOW) -> DocumentRequest:
        return ask_documents(
            tenant=self.tenant, by=self.cast.carol, review=review, feedback_type=feedback_type, now=now
        )

    def give(self, asked: DocumentRequest, now: datetime, *uploads, answer: str = "The packing list.", by=None):
        return give_documents(
            tenant=self.tenant, by=by or self.petra, request=asked, answer=answer, uploads=uploads, now=now
        )

    def judge(self, asked: DocumentRequest, proves: bool, now: datetime, **more: Any) -> DocumentRequest:
        asked.refresh_from_db()
        given = {"by": self.cast.carol, "version": asked.version, "judgement": "The list says it.", **more}
        return judge_documents(tenant=self.tenant, request=asked, proves_it_right=proves, now=now, **given)

    def upload(self, name: str = "list.png"):
        return store_upload(
            tenant=self.tenant, by=self.petra, name=name, content=picture(), partner=self.partner, now=NOW
        )


def make_network(slug: str = "fulfilment", **tenant: Any) -> Network:
    """Call `network.cast.inside()` before anything else."""
    cast = make_cast(slug=slug, preset="fulfilment_network", **tenant)
    petra = make_member(cast.tenant, "Petra", "partner", external_id="petra")
    with cast.inside():
        partner = ensure_partner(tenant=cast.tenant, external_id="petras", name="Petra's Hall", now=NOW)
        seat_partner(tenant=cast.tenant, partner=partner, member=petra, now=NOW)
    return Network(cast, partner, petra)


def picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "blue").save(stream, "PNG")
    stream.seek(0)
    return stream
