"""Addresses of the API of orders, below /api/v1/."""

from django.urls import path

from orders.api.compensations import Compensations
from orders.api.custom_orders import CustomOrders
from orders.api.files import FilesView, FileView
from orders.api.messages import MessagesView
from orders.api.offers import OfferView
from orders.api.orders import OrderView
from orders.api.settlements import (
    AcceptSettlement,
    DeclineSettlement,
    OneSettlement,
    PerformSettlement,
    Settlements,
    WithdrawSettlement,
)

urlpatterns = [
    path("orders/<str:external_id>", OrderView.as_view(), name="api_order"),
    path("orders/<str:external_id>/messages", MessagesView.as_view(), name="api_order_messages"),
    path("offers/<str:external_id>", OfferView.as_view(), name="api_offer"),
    path("files", FilesView.as_view(), name="api_files"),
    path("files/<str:file_id>", FileView.as_view(), name="api_file"),
    path("settlements", Settlements.as_view(), name="api_settlements"),
    path("settlements/<str:settlement_id>", OneSettlement.as_view(), name="api_settlement"),
    path("settlements/<str:settlement_id>/accept", AcceptSettlement.as_view(), name="api_accept_settlement"),
    path("settlements/<str:settlement_id>/decline", DeclineSettlement.as_view(), name="api_decline_settlement"),
    path("settlements/<str:settlement_id>/withdraw", WithdrawSettlement.as_view(), name="api_withdraw_settlement"),
    path("settlements/<str:settlement_id>/perform", PerformSettlement.as_view(), name="api_perform_settlement"),
    path("custom-orders", CustomOrders.as_view(), name="api_custom_orders"),
    path("compensations", Compensations.as_view(), name="api_compensations"),
]
