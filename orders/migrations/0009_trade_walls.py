"""Walls round payments, custom orders, discounts and what is said of a seller's conduct."""

from django.db import migrations

from tenants.walls import target, unique_by_tenant, wall


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_trade")]
    operations = [
        target("orders_compensation"),
        target("orders_payment"),
        *wall("orders_payment", order_id="orders_order"),
        *wall(
            "orders_refund",
            payment_id="orders_payment",
            compensation_id="orders_compensation",
            by_id="tenants_member",
        ),
        *wall(
            "orders_customorder",
            seller_id="orders_seller",
            buyer_id="tenants_member",
            made_in_id="orders_order",
            made_by_id="tenants_member",
            order_id="orders_order",
        ),
        unique_by_tenant("orders_customorder", "order_id"),
        *wall(
            "orders_discount",
            compensation_id="orders_compensation",
            seller_id="orders_seller",
            buyer_id="tenants_member",
            used_by_id="orders_order",
        ),
        unique_by_tenant("orders_discount", "compensation_id"),
        *wall("orders_sellermute", buyer_id="tenants_member", seller_id="orders_seller"),
        *wall(
            "orders_sellerreport",
            order_id="orders_order",
            seller_id="orders_seller",
            by_id="tenants_member",
            message_id="orders_message",
            looked_at_by_id="tenants_member",
        ),
        *wall(
            "orders_conductwarning",
            message_id="orders_message",
            seller_id="orders_seller",
            by_id="tenants_member",
        ),
        unique_by_tenant("orders_conductwarning", "message_id"),
    ]
