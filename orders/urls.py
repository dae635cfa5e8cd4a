"""Addresses of the pages of orders."""

from django.urls import path

from orders.pages.files import file
from orders.pages.lists import purchases, sales
from orders.pages.order import order_page

urlpatterns = [
    path("orders", purchases, name="order_list"),
    path("orders/<str:external_id>", order_page, name="order_page"),
    path("selling/orders", sales, name="seller_orders"),
    path("files/<uuid:file_id>", file, name="file"),
]
