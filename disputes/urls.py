"""Addresses of disputes pages."""

from django.urls import path

from disputes.pages.case import answer, reply, request_page, withdraw
from disputes.pages.feedback_type import feedback_type
from disputes.pages.lists import case_list, seller_requests, statement_list
from disputes.pages.manager import feedback_csv, feedback_manager
from disputes.pages.misuse import misuse_step
from disputes.pages.notice_form import notice_form
from disputes.pages.notice_page import notice_answer, notice_appeal, notice_page, notice_step_appeal
from disputes.pages.openness import transparency, transparency_csv
from disputes.pages.partner_requests import partner_request, partner_requests
from disputes.pages.request_form import request_form
from disputes.pages.statement import appeal_form, statement_page
from disputes.pages.yearly import transparency_of_year, transparency_of_year_csv

urlpatterns = [
    path("transparency", transparency, name="transparency"),
    path("transparency.csv", transparency_csv, name="transparency_csv"),
    path("transparency/<int:year>", transparency_of_year, name="transparency_of_year"),
    path("transparency/<int:year>.csv", transparency_of_year_csv, name="transparency_of_year_csv"),
    path("selling/feedback", feedback_manager, name="feedback_manager"),
    path("selling/feedback.csv", feedback_csv, name="feedback_csv"),
    path("selling/requests", seller_requests, name="seller_requests"),
    path("selling/requests/new", request_form, name="request_form"),
    path("selling/reviews/<uuid:review_id>/type", feedback_type, name="feedback_type"),
    path("partner/requests", partner_requests, name="partner_requests"),
    path("partner/requests/<uuid:request_id>", partner_request, name="partner_request"),
    path("cases", case_list, name="case_list"),
    path("cases/<uuid:request_id>", request_page, name="request_page"),
    path("cases/<uuid:request_id>/reply", reply, name="request_reply"),
    path("cases/<uuid:request_id>/answer", answer, name="request_answer"),
    path("cases/<uuid:request_id>/withdraw", withdraw, name="request_withdraw"),
    path("misuse/<uuid:step_id>", misuse_step, name="misuse_step"),
    path("statements", statement_list, name="statement_list"),
    path("statements/<uuid:statement_id>", statement_page, name="statement_page"),
    path("notices/new", notice_form, name="notice_form"),
    path("notices/<str:token>", notice_page, name="notice_page"),
    path("notices/<str:token>/appeal", notice_appeal, name="notice_appeal"),
    path("notices/<str:token>/answer", notice_answer, name="notice_answer"),
    path("notices/<str:token>/misuse/<uuid:step_id>/appeal", notice_step_appeal, name="notice_step_appeal"),
    path("decisions/<uuid:decision_id>/appeal", appeal_form, name="appeal_form"),
]
