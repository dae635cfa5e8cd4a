"""Addresses of feedback pages."""

from django.urls import path

from feedback.pages.causes import causes
from feedback.pages.partner import partner_page
from feedback.pages.prevention import prevention
from feedback.pages.remedy import pause_everything, remedy_offer, remedy_order
from feedback.pages.response import review_response
from feedback.pages.review import review_page, review_withdraw
from feedback.pages.review_form import review_edit, review_form
from feedback.pages.seller import seller_page
from feedback.pages.what_if import what_if

urlpatterns = [
    path("orders/<str:external_id>/review", review_form, name="review_form"),
    path("reviews/<uuid:review_id>", review_page, name="review_page"),
    path("reviews/<uuid:review_id>/edit", review_edit, name="review_edit"),
    path("reviews/<uuid:review_id>/withdraw", review_withdraw, name="review_withdraw"),
    path("reviews/<uuid:review_id>/response", review_response, name="review_response"),
    path("selling/causes", causes, name="causes"),
    path("selling/prevention", prevention, name="prevention"),
    path("selling/prevention/pause", pause_everything, name="pause_everything"),
    path("selling/prevention/orders/<uuid:order_id>/<str:kind>", remedy_order, name="remedy_order"),
    path("selling/prevention/offers/<uuid:offer_id>/<str:kind>", remedy_offer, name="remedy_offer"),
    path("selling/feedback/<uuid:review_id>/what-if", what_if, name="what_if"),
    path("partners/<slug:slug>", partner_page, name="partner_page"),
    path("sellers/<slug:slug>", seller_page, name="seller_page"),
]
