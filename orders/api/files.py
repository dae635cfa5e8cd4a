"""Files that are sent in as evidence or attached to messages, and their way out again."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from rest_framework.request import Request
from rest_framework.response import Response

from orders.actions.store_upload import store_upload
from orders.api.messages import FileAnswer
from orders.files.downloads import as_attachment
from orders.files.upload_cap import file_was_too_large
from orders.queries import only_partner_run_by, only_seller_run_by, visible_upload
from wire.bodies import UnableToRead, wrong
from wire.calls import FILE
from wire.file_checks import too_large
from wire.views import ApiView, UploadView


class FilesView(UploadView):
    scopes = {"POST": "requests:write"}
    answers = {"POST": FileAnswer}
    statuses = {"POST": (201,)}

    def post(self, request: Request) -> Response:
        file = self.upload()
        upload = store_upload(
            tenant=request.tenant,
            by=request.member,
            name=file.name,
            content=file,
            seller=only_seller_run_by(request.member),
            partner=only_partner_run_by(request.member),
            now=self.now,
        )
        return self.created(
            {
                "id": str(upload.pk),
                "name": upload.name,
                "content_type": upload.content_type,
                "size": upload.size,
            }
        )

    def upload(self, name: str = "file") -> UploadedFile:
        if file_was_too_large(self.request):
            raise UnableToRead(wrong(f"/{name}", str(too_large())))
        return super().upload(name)


class FileView(ApiView):
    scopes = {"GET": "requests:read"}
    answers = {"GET": FILE}

    def get(self, request: Request, file_id: str) -> FileResponse:
        return as_attachment(visible_upload(request.member, self.id_of(file_id)))
