"""Forms with files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.integrations.calls import assert_problem, caller

pytestmark = pytest.mark.usefixtures("test_views")

ADDRESS = "/api/v1/t/files-of-tests"


def proof(name: str = "proof.png", content: bytes = b"content") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def client(cast):
    return caller(cast.bob).client


class TestUpload:
    def test_one_file_arrives(self, client):
        assert client.post(ADDRESS, {"file": proof()}).json()["size"] == 7

    def test_no_file_is_refused_at_its_field(self, client):
        assert_problem(client.post(ADDRESS, {"x": ""}), 422, "validation_failed", "/file")

    @pytest.mark.parametrize("sent", [{"file": "text"}, {"file": proof(), "more": "x"}, {"else": proof()}])
    def test_other_fields_are_refused(self, client, sent):
        assert_problem(client.post(ADDRESS, sent), 422, "validation_failed")

    def test_two_files_are_refused(self, client):
        assert_problem(client.post(ADDRESS, {"file": [proof(), proof()]}), 422, "validation_failed", "/file")
        assert_problem(client.post(ADDRESS, {"file": proof(), "b": proof()}), 422, "validation_failed", "/b")

    def test_json_is_not_the_form_that_it_takes(self, client):
        assert_problem(client.post(ADDRESS, {"file": "x"}, content_type="application/json"), 400, "malformed")

    def test_a_broken_form_is_malformed(self, client):
        response = client.generic("POST", ADDRESS, b"--x\r\nbroken", content_type="multipart/form-data")
        assert_problem(response, 400, "malformed")

    def test_a_huge_form_is_refused_without_being_kept(self, client, monkeypatch):
        monkeypatch.setattr("wire.forms.LARGEST_FORM", 1024)
        assert_problem(client.post(ADDRESS, {"file": proof(content=b"x" * 5000)}), 422, "validation_failed", "/file")
