"""Addresses on a marketplace's site that are made for other sites: badges, cards, widgets."""

from django.urls import path

from integrations.pages.badge import seller_badge, seller_card
from integrations.pages.embed import seller_embed
from integrations.pages.own_data import own_data, own_data_download, own_erasure
from integrations.pages.selling_badge import selling_badge
from integrations.pages.widget import seller_widget

urlpatterns = [
    path("badge/<path:seller>.svg", seller_badge, name="seller_badge"),
    path("embed/<path:seller>", seller_embed, name="seller_embed"),
    # A path of its own: below embed/ it would take the place of a seller whose id ends with .json.
    path("widget/<path:seller>.json", seller_widget, name="seller_widget"),
    path("sellers/<slug:slug>/card.png", seller_card, name="seller_card"),
    path("account/data", own_data, name="own_data"),
    path("account/data/download", own_data_download, name="own_data_download"),
    path("account/data/erase", own_erasure, name="own_erasure"),
    path("selling/badge", selling_badge, name="selling_badge"),
]
