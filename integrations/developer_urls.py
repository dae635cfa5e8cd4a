"""Addresses of the pages for developers: keys and webhooks."""

from django.urls import path

from integrations.pages import webhook_log, webhooks
from integrations.pages.developers import developers
from integrations.pages.keys import key_form, key_list, key_page, key_revoke

ENDPOINT = "developers/webhooks/<uuid:endpoint_id>"
DELIVERY = "developers/deliveries/<uuid:delivery_id>"

urlpatterns = [
    path("developers", developers, name="developers"),
    path("developers/keys", key_list, name="key_list"),
    path("developers/keys/new", key_form, name="key_form"),
    path("developers/keys/<uuid:key_id>", key_page, name="key_page"),
    path("developers/keys/<uuid:key_id>/revoke", key_revoke, name="key_revoke"),
    path("developers/webhooks", webhooks.webhook_list, name="webhook_list"),
    path("developers/webhooks/new", webhooks.webhook_form, name="webhook_form"),
    path(ENDPOINT, webhook_log.webhook_endpoint, name="webhook_endpoint"),
    path(f"{ENDPOINT}/edit", webhooks.webhook_edit, name="webhook_edit"),
    path(f"{ENDPOINT}/rotate", webhooks.webhook_rotate, name="webhook_rotate"),
    path(f"{ENDPOINT}/remove", webhooks.webhook_remove, name="webhook_remove"),
    path(f"{ENDPOINT}/on", webhook_log.webhook_turn_on, name="webhook_turn_on"),
    path(f"{ENDPOINT}/test", webhook_log.webhook_test, name="webhook_test"),
    path(f"{ENDPOINT}/replay", webhook_log.webhook_replay, name="webhook_replay"),
    path(DELIVERY, webhook_log.webhook_delivery, name="webhook_delivery"),
    path(f"{DELIVERY}/replay", webhook_log.webhook_delivery_replay, name="webhook_delivery_replay"),
]
