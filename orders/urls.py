"""Addresses of the pages of orders."""

from django.urls import path

from orders.pages.additions import compensation_handover
from orders.pages.compensation import compensation_form
from orders.pages.conduct import conduct_check, muted_sellers, seller_mute, seller_report, seller_unmute
from orders.pages.custom_orders import (
    custom_order_form,
    custom_order_list,
    custom_order_page,
    custom_order_revoke,
)
from orders.pages.files import file
from orders.pages.lists import purchases, sales
from orders.pages.offers import offer_edit, offer_list, offer_new, offer_pause
from orders.pages.order import order_page
from orders.pages.order_life import order_extend, order_move, order_refund, refund_answer
from orders.pages.paying import order_paid, order_pay, order_pay_form, process_payment, static_process_payment
from orders.pages.settlements import settlement_answer, settlement_form, settlement_perform, settlement_withdraw
from orders.pages.shop import offer_page, seller_offers
from orders.pages.team import team

urlpatterns = [
    path("orders", purchases, name="order_list"),
    path("orders/<str:external_id>", order_page, name="order_page"),
    path("orders/<str:external_id>/settlement", settlement_form, name="settlement_form"),
    path("orders/<str:external_id>/compensation", compensation_form, name="compensation_form"),
    path(
        "orders/<str:external_id>/compensations/<uuid:compensation_id>/handed-over",
        compensation_handover,
        name="compensation_handover",
    ),
    path("orders/<str:external_id>/custom-order", custom_order_form, name="custom_order_form"),
    path("orders/<str:external_id>/mute", seller_mute, name="seller_mute"),
    path("orders/<str:external_id>/report", seller_report, name="seller_report"),
    path("orders/<str:external_id>/conduct-check", conduct_check, name="conduct_check"),
    path("orders/<str:external_id>/pay", order_pay, name="order_pay"),
    path("orders/<str:external_id>/pay/<uuid:token>", order_pay_form, name="order_pay_form"),
    path("orders/<str:external_id>/paid", order_paid, name="order_paid"),
    path("orders/<str:external_id>/move/<str:step>", order_move, name="order_move"),
    path("orders/<str:external_id>/extend", order_extend, name="order_extend"),
    path("orders/<str:external_id>/refund", order_refund, name="order_refund"),
    path("orders/<str:external_id>/refunds/<uuid:refund_id>", refund_answer, name="refund_answer"),
    path("payments/process/<uuid:token>/", process_payment, name="process_payment"),
    path("payments/process/<str:variant>/", static_process_payment, name="static_process_payment"),
    path("offers/<uuid:offer_id>", offer_page, name="offer_page"),
    path("sellers/<slug:slug>/offers", seller_offers, name="seller_offers"),
    path("selling/offers", offer_list, name="offer_list"),
    path("selling/offers/new", offer_new, name="offer_new"),
    path("selling/offers/<uuid:offer_id>", offer_edit, name="offer_edit"),
    path("selling/offers/<uuid:offer_id>/pause", offer_pause, name="offer_pause"),
    path("o/<str:token>", custom_order_page, name="custom_order_page"),
    path("muted-sellers", muted_sellers, name="muted_sellers"),
    path("muted-sellers/<uuid:seller_id>/end", seller_unmute, name="seller_unmute"),
    path("selling/custom-orders", custom_order_list, name="custom_order_list"),
    path("selling/custom-orders/<uuid:custom_order_id>/revoke", custom_order_revoke, name="custom_order_revoke"),
    path("settlements/<uuid:settlement_id>/answer", settlement_answer, name="settlement_answer"),
    path("settlements/<uuid:settlement_id>/withdraw", settlement_withdraw, name="settlement_withdraw"),
    path("settlements/<uuid:settlement_id>/perform", settlement_perform, name="settlement_perform"),
    path("selling/orders", sales, name="seller_orders"),
    path("selling/team", team, name="team"),
    path("files/<uuid:file_id>", file, name="file"),
]
