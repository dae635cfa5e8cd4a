"""The API's addresses, each app's under /api/v1/; what nobody took is answered like what is not there."""

from django.urls import include, path

from integrations.api.not_there import NothingHere
from integrations.pages.docs import docs
from integrations.pages.schema import schema

urlpatterns = [
    path("schema", schema, name="api_schema"),
    path("docs", docs, name="api_docs"),
    path("v1/", include("tenants.api.urls")),
    path("v1/", include("orders.api.urls")),
    path("v1/", include("feedback.api.urls")),
    path("v1/", include("disputes.api.urls")),
    path("v1/", include("integrations.api.urls")),
    path("v1/<path:anything>", NothingHere.as_view(), name="api_nothing_here"),
]
