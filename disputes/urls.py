"""Addresses of disputes pages."""

from django.urls import path

from disputes.pages.case import answer, reply, request_page, withdraw
from disputes.pages.lists import case_list, seller_requests, statement_list
from disputes.pages.request_form import request_form
from disputes.pages.statement import appeal_form, statement_page

urlpatterns = [
    path("selling/requests", seller_requests, name="seller_requests"),
    path("selling/requests/new", request_form, name="request_form"),
    path("cases", case_list, name="case_list"),
    path("cases/<uuid:request_id>", request_page, name="request_page"),
    path("cases/<uuid:request_id>/reply", reply, name="request_reply"),
    path("cases/<uuid:request_id>/answer", answer, name="request_answer"),
    path("cases/<uuid:request_id>/withdraw", withdraw, name="request_withdraw"),
    path("statements", statement_list, name="statement_list"),
    path("statements/<uuid:statement_id>", statement_page, name="statement_page"),
    path("decisions/<uuid:decision_id>/appeal", appeal_form, name="appeal_form"),
]
