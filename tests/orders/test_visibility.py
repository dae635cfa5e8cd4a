"""Who may see an order, its chat and the files in it: one table, the same for pages and API."""

from __future__ import annotations

import pytest

from orders.actions.ensure_partner import ensure_partner
from orders.actions.seat_partner import seat_partner
from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.models import Order
from orders.queries import (
    conversation_visible_to,
    order_visible_to,
    orders_visible_to,
    upload_visible_to,
    visible_order,
)
from tests.cast import NOW, finished_order, make_cast, make_member, make_seller
from tests.orders.files import PDF, sent
from wire.refusals import NotThere

# who: (the order, its chat and the file attached to it, the buyer's own file, the seller's own file)
TABLE = {
    "buyer": (True, True, True, False),
    "seller": (True, True, False, True),
    "colleague": (True, True, False, True),
    "partner": (True, False, False, False),
    "agent": (True, True, True, True),
    "lead": (True, True, True, True),
    "integrator": (True, True, False, False),
    "acting for the seller": (True, True, False, True),
    "acting for another seller": (False, False, False, False),
    "other buyer": (False, False, False, False),
    "other seller": (False, False, False, False),
    "nobody": (False, False, False, False),
}


@pytest.fixture
def house(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    with cast.inside():
        partner = ensure_partner(tenant=cast.tenant, external_id="p", name="Parcels", now=NOW)
        order = finished_order(cast, fulfilled_by="partner", partner=partner)
        people = {
            "buyer": cast.alice,
            "seller": cast.bob,
            "agent": cast.carol,
            "lead": cast.laura,
            "integrator": make_member(cast.tenant, "Iris", "integrator"),
            "colleague": make_member(cast.tenant, "Ben", "seller"),
            "partner": make_member(cast.tenant, "Pat"),
            "other buyer": make_member(cast.tenant, "Sam", "buyer"),
            "other seller": make_member(cast.tenant, "Sue", "seller"),
            "nobody": None,
        }
        cast.seller.seats.create(tenant=cast.tenant, member=people["colleague"])
        other = make_seller(cast.tenant, "other", runs=people["other seller"])
        seat_partner(tenant=cast.tenant, partner=partner, member=people["partner"], now=NOW)
        for name, seller in (("acting for the seller", cast.seller), ("acting for another seller", other)):
            people[name] = make_member(cast.tenant, name.replace(" ", ""), "integrator")
            people[name].acting_for_seller_id = seller.pk

        def upload(by, seller=None):
            return store_upload(tenant=cast.tenant, by=by, name="a.pdf", content=sent(PDF), seller=seller, now=NOW)

        files = {
            "attached": upload(cast.alice),
            "buyer's": upload(cast.alice),
            "seller's": upload(cast.bob, cast.seller),
        }
        send_message(
            tenant=cast.tenant,
            by=cast.alice,
            order=order,
            sender="buyer",
            body="Look",
            uploads=[files["attached"]],
            now=NOW,
        )
        yield people, order, files


@pytest.mark.parametrize("who", TABLE)
def test_sees_what_the_table_says_and_nothing_else(house, who):
    people, order, files = house
    member = people[who]
    sees_order, sees_chat, sees_buyers, sees_sellers = TABLE[who]
    assert order_visible_to(member, order) is sees_order
    assert orders_visible_to(member).filter(pk=order.pk).exists() is sees_order
    assert conversation_visible_to(member, order) is sees_chat
    assert upload_visible_to(member, files["attached"]) is sees_chat
    assert upload_visible_to(member, files["buyer's"]) is sees_buyers
    assert upload_visible_to(member, files["seller's"]) is sees_sellers
    if sees_order:
        assert visible_order(member, order.external_id) == order
    else:
        with pytest.raises(NotThere):
            visible_order(member, order.external_id)


def test_what_is_hidden_answers_like_what_is_made_up(house):
    people, order, _files = house
    with pytest.raises(NotThere):
        visible_order(people["other buyer"], "no such order")
    assert Order.objects.filter(pk=order.pk).exists()
