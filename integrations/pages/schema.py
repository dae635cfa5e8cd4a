"""The published schema."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from integrations.openapi import schema_document
from wire.encoding import as_json

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.1"


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(as_json(schema_document()), content_type=MEDIA_TYPE)
