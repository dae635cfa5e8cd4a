"""Addresses on a marketplace's site that are made for other sites: badges, cards, widgets."""

from django.urls import path

from integrations.pages.badge import seller_badge, seller_card
from integrations.pages.embed import seller_embed
from integrations.pages.selling_badge import selling_badge

urlpatterns = [
    path("badge/<path:seller>.svg", seller_badge, name="seller_badge"),
    path("embed/<path:seller>", seller_embed, name="seller_embed"),
    path("sellers/<slug:slug>/card.png", seller_card, name="seller_card"),
    path("selling/badge", selling_badge, name="selling_badge"),
]
