"""Addresses of the pages of orders."""

from django.urls import path

from orders.pages.compensation import compensation_form
from orders.pages.files import file
from orders.pages.lists import purchases, sales
from orders.pages.order import order_page
from orders.pages.settlements import settlement_answer, settlement_form, settlement_perform, settlement_withdraw

urlpatterns = [
    path("orders", purchases, name="order_list"),
    path("orders/<str:external_id>", order_page, name="order_page"),
    path("orders/<str:external_id>/settlement", settlement_form, name="settlement_form"),
    path("orders/<str:external_id>/compensation", compensation_form, name="compensation_form"),
    path("settlements/<uuid:settlement_id>/answer", settlement_answer, name="settlement_answer"),
    path("settlements/<uuid:settlement_id>/withdraw", settlement_withdraw, name="settlement_withdraw"),
    path("settlements/<uuid:settlement_id>/perform", settlement_perform, name="settlement_perform"),
    path("selling/orders", sales, name="seller_orders"),
    path("files/<uuid:file_id>", file, name="file"),
]
