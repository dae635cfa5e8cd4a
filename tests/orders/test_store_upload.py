"""Files that are sent in: what is kept, in which form, and what is refused before it can do harm."""

from __future__ import annotations

import hashlib
import io
import time

import pytest
from PIL import Image

from orders.actions.store_upload import UnableToStoreUpload, store_upload
from orders.models import Upload
from tests.cast import NOW, make_cast
from tests.orders.files import HTML, PDF, SVG, image, photograph_with_a_place, png_that_says, sent
from wire.file_checks import LARGEST_FILE


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def store(cast, content, name="photo.png", by=None, seller=None):
    with cast.inside():
        return store_upload(
            tenant=cast.tenant,
            by=by or cast.alice,
            name=name,
            content=sent(content, name),
            seller=seller,
            now=NOW,
        )


@pytest.mark.django_db
class TestStoreUpload:
    @pytest.mark.parametrize(
        ("kind", "mode", "content_type"),
        [
            ("PNG", "RGB", "image/png"),
            ("PNG", "RGBA", "image/png"),
            ("PNG", "P", "image/png"),
            ("PNG", "1", "image/png"),
            ("PNG", "I;16", "image/png"),
            ("JPEG", "L", "image/jpeg"),
            ("JPEG", "CMYK", "image/jpeg"),
            ("WEBP", "RGBA", "image/webp"),
        ],
    )
    def test_keeps_images_of_every_kind(self, kind, mode, content_type):
        cast = make_cast()
        upload = store(cast, image(kind, mode=mode), f"a.{kind.lower()}")
        assert upload.content_type == content_type
        with upload.file.open("rb") as file:
            content = file.read()
        assert Image.open(io.BytesIO(content)).size == (20, 10)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (upload.size, upload.sha256)

    def test_keeps_a_pdf_as_it_is(self):
        cast = make_cast()
        upload = store(cast, PDF, "Invoice 7.PDF")
        assert (upload.content_type, upload.name) == ("application/pdf", "Invoice 7.pdf")
        with upload.file.open("rb") as file:
            assert file.read() == PDF

    def test_forgets_where_a_photograph_was_taken_and_turns_it_upright(self):
        cast = make_cast()
        upload = store(cast, photograph_with_a_place(), "home.jpeg")
        with upload.file.open("rb") as file:
            content = file.read()
        kept = Image.open(io.BytesIO(content))
        assert kept.size == (10, 20)
        assert not kept.getexif()
        assert b"camera" not in content
        assert b"home" not in content

    def test_drops_what_is_hidden_behind_a_picture(self):
        cast = make_cast()
        upload = store(cast, image("PNG") + b"PK\x03\x04 an archive")
        with upload.file.open("rb") as file:
            assert b"archive" not in file.read()

    def test_the_stored_name_tells_nothing_and_leads_nowhere_else(self):
        cast = make_cast()
        upload = store(cast, image("PNG"), "../../etc/passwd.php")
        assert upload.name == "passwd.png"
        assert "passwd" not in upload.file.name
        assert upload.file.name.startswith(f"{cast.tenant.pk}/")
        assert upload.file.name.endswith(".png")
        assert store(cast, image("PNG")).file.name != upload.file.name

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("photo.png", b"", "empty"),
            ("photo.png", HTML, "none of the files"),
            ("photo.jpg", b"MZ\x90\x00 a program", "none of the files"),
            ("drawing.svg", SVG, "none of the files"),
            ("page.html", HTML, "none of the files"),
            ("moving.gif", b"GIF89a" + b"\0" * 20, "none of the files"),
            ("invoice.pdf", HTML, "none of the files"),
            ("invoice.pdf", image("PNG"), "ends in .pdf, but the content is a PNG image"),
            ("photo.jpg", PDF, "ends in .jpg, but the content is a PDF"),
            ("invoice.pdf", b"%PDF-1.7\nand then nothing", "cut short"),
            ("photo.png", image("PNG")[:40], "damaged"),
            ("photo.png", b"\x89PNG\r\n\x1a\n" + SVG, "damaged"),
            ("photo.jpg", b"\xff\xd8\xff\xe0" + HTML, "damaged"),
            ("photo.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 16, "damaged"),
            ("photo.png", png_that_says(30_000, 30_000), "at most 40 million"),
            ("photo.png", png_that_says(9_000, 9_000), "9,000 × 9,000 pixels; at most 40 million"),
            ("photo.png", png_that_says(6_000, 6_000), "damaged"),
            ("photo.png", image("PNG") + b"\0" * LARGEST_FILE, "at most 10 MB"),
        ],
    )
    def test_refuses_with_a_sentence_and_keeps_nothing(self, name, content, said, tmp_path):
        cast = make_cast()
        with pytest.raises(UnableToStoreUpload, match=said) as caught:
            store(cast, content, name)
        assert [(p.code, p.pointer) for p in caught.value.problems] == [("validation_failed", "/file")]
        with cast.inside():
            assert not Upload.objects.exists()
        assert not list(tmp_path.rglob("*.*"))

    def test_a_huge_picture_is_refused_from_its_header(self):
        cast = make_cast()
        started = time.monotonic()
        with pytest.raises(UnableToStoreUpload):
            store(cast, png_that_says(30_000, 30_000))
        assert time.monotonic() - started < 1

    def test_nobody_sends_in_for_a_seller_they_do_not_run(self):
        cast = make_cast()
        with pytest.raises(UnableToStoreUpload):
            store(cast, PDF, "a.pdf", by=cast.alice, seller=cast.seller)
        assert store(cast, PDF, "a.pdf", by=cast.bob, seller=cast.seller).seller == cast.seller
