"""Addresses of the API of feedback, below /api/v1/."""

from django.urls import path

from feedback.api.partners import PartnerRatingView, PartnerView
from feedback.api.responses import ReviewResponseView
from feedback.api.reviews import OrderReviewView, ReviewsView, ReviewView
from feedback.api.sellers import RatingView, SellerView, WhatIfView

urlpatterns = [
    path("orders/<str:external_id>/review", OrderReviewView.as_view(), name="api_order_review"),
    path("reviews", ReviewsView.as_view(), name="api_reviews"),
    path("reviews/<str:review_id>", ReviewView.as_view(), name="api_review"),
    path("reviews/<str:review_id>/response", ReviewResponseView.as_view(), name="api_review_response"),
    path("partners/<str:external_id>", PartnerView.as_view(), name="api_partner"),
    path("partners/<str:external_id>/rating", PartnerRatingView.as_view(), name="api_partner_rating"),
    path("sellers/<str:external_id>", SellerView.as_view(), name="api_seller"),
    path("sellers/<str:external_id>/rating", RatingView.as_view(), name="api_seller_rating"),
    path("sellers/<str:external_id>/rating/what-if", WhatIfView.as_view(), name="api_what_if"),
]
