"""Addresses of the API of orders, below /api/v1/."""

from django.urls import path

from orders.api.files import FilesView, FileView
from orders.api.messages import MessagesView
from orders.api.orders import OrderView

urlpatterns = [
    path("orders/<str:external_id>", OrderView.as_view(), name="api_order"),
    path("orders/<str:external_id>/messages", MessagesView.as_view(), name="api_order_messages"),
    path("files", FilesView.as_view(), name="api_files"),
    path("files/<str:file_id>", FileView.as_view(), name="api_file"),
]
