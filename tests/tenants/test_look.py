"""A marketplace's own colour and logo: what is taken, what is refused, and where it shows."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from PIL import Image

from audit.queries import entries_of
from tenants.actions.set_look import set_look
from tenants.logos import LARGEST_LOGO, LONGEST_SIDE
from tenants.look import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    PLATFORM_ACCENT,
    PRESET_ACCENTS,
    accents_of,
    dark_shades,
    light_shades,
    look_version,
    reads_in_light,
    shade_that_would_do,
)
from tenants.models import Tenant
from tests.cast import NOW, browser, make_cast
from tests.marketplace.test_tokens import colours
from tests.orders.files import HTML, PDF, SVG, image, photograph_with_a_place, sent
from wire.colours import contrast
from wire.file_checks import LARGEST_FILE
from wire.refusals import NotPermitted, Refused

PAGE = "/admin/tenants/tenant/look/"
BLUE = "#1455bd"
HUES = ["#000000", "#1455bd", "#a83c0d", "#08696a", "#5a3bd1", "#7a0040", "#3d5a00", "#0000ff", "#6b6b00"]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cast(db):
    return make_cast()


def look(cast, by=None, accent=BLUE, **given):
    cast.tenant.refresh_from_db()
    with cast.inside():
        given = {"seen": look_version(cast.tenant), "now": NOW, **given}
        return set_look(tenant=cast.tenant, by=by or cast.laura, accent=accent, **given)


def refusal(cast, **given):
    with pytest.raises(Refused) as refused:
        look(cast, **given)
    return refused.value


class TestShades:
    @pytest.mark.parametrize("accent", HUES)
    def test_of_any_colour_that_is_taken_can_be_read_in_both_themes(self, accent):
        assert reads_in_light(accent)
        light, dark = light_shades(accent), dark_shades(accent)
        for ground in (*LIGHT_GROUNDS, light.soft):
            assert contrast(light.accent, ground) >= 4.5
        for ground in (*DARK_GROUNDS, dark.soft):
            assert contrast(dark.accent, ground) >= 4.5
        for theme, ink, muted in ((light, "#17191e", "#565b66"), (dark, "#eef0f4", "#a8afbc")):
            assert contrast(theme.on_accent, theme.accent) >= 4.5
            assert contrast(theme.on_accent, theme.strong) >= 4.5
            assert contrast(ink, theme.soft) >= 4.5
            assert contrast(muted, theme.soft) >= 4.5

    @pytest.mark.parametrize("accent", ["#ffffff", "#ffcc00", "#ff5500", "#00ff00", "#88aaff"])
    def test_of_a_pale_colour_a_darker_one_would_do(self, accent):
        assert not reads_in_light(accent)
        assert reads_in_light(shade_that_would_do(accent))

    def test_of_presets_are_those_of_the_stylesheet(self):
        for theme, pair in {**PRESET_ACCENTS, "platform": PLATFORM_ACCENT}.items():
            assert pair == tuple(colours(theme, scheme)["accent"] for scheme in (0, 1))


class TestSetLook:
    def test_keeps_colour_and_logo_and_says_so_in_the_log(self, cast):
        held = look(cast, accent=" #1455BD ", logo=sent(image(size=(900, 300))), logo_name="logo.png")
        assert held.accent == BLUE
        with Image.open(held.logo) as kept:
            assert kept.format == "PNG"
            assert kept.size[0] == LONGEST_SIDE
        with cast.inside():
            entry = next(each for each in entries_of(held) if each.action == "tenant.look_set")
        assert entry.data["accent"] == ["", BLUE]

    def test_takes_the_colour_back(self, cast):
        look(cast)
        assert look(cast, accent="").accent == ""

    def test_keeps_the_logo_where_none_is_sent_and_removes_it_where_asked(self, cast):
        name = look(cast, logo=sent(image()), logo_name="a.png").logo.name
        assert look(cast, accent="").logo.name == name
        assert not look(cast, accent="", remove_logo=True).logo

    @pytest.mark.django_db(transaction=True)
    def test_deletes_the_old_logo(self, cast):
        first = look(cast, logo=sent(image()), logo_name="a.png").logo
        second = look(cast, logo=sent(image(size=(30, 30))), logo_name="b.png").logo
        assert not first.storage.exists(first.name)
        assert second.storage.exists(second.name)

    def test_strips_a_photograph_of_where_it_was_taken(self, cast):
        held = look(cast, logo=sent(photograph_with_a_place()), logo_name="a.jpg")
        assert b"taken at home" not in held.logo.read()

    @pytest.mark.parametrize("accent", ["blue", "#12", "#gggggg", "1455bd", "#1455bd;}", "url(x)"])
    def test_refuses_what_is_no_colour(self, cast, accent):
        assert refusal(cast, accent=accent).problems[0].pointer == "/accent"

    def test_refuses_a_colour_that_cannot_be_read_and_names_one_that_can(self, cast):
        said = str(refusal(cast, accent="#ffcc00"))
        assert "its contrast is 1.3 to 1" in said
        assert shade_that_would_do("#ffcc00") in said

    @pytest.mark.parametrize("content", [SVG, HTML, PDF, b"", b"\x89PNG\r\n\x1a\nnonsense"])
    def test_refuses_what_is_no_image(self, cast, content):
        assert refusal(cast, logo=sent(content, "logo.png"), logo_name="logo.png").problems[0].pointer == "/logo"

    def test_refuses_a_large_file(self, cast):
        large = image() + b"0" * LARGEST_LOGO
        assert "at most 512 kB" in str(refusal(cast, logo=io.BytesIO(large), logo_name="logo.png"))

    def test_refuses_to_overwrite_what_somebody_else_changed(self, cast):
        before = look_version(cast.tenant)
        look(cast)
        assert refusal(cast, accent="#08696a", seen=before).code == "stale_version"
        cast.tenant.refresh_from_db()
        assert cast.tenant.accent == BLUE

    @pytest.mark.parametrize("who", ["alice", "bob", "carol"])
    def test_is_for_leads(self, cast, who):
        with pytest.raises(NotPermitted):
            look(cast, by=getattr(cast, who))


class TestTheDesk:
    def test_leads_set_it(self, cast):
        laura = browser(cast.tenant, cast.laura)
        page = laura.get(PAGE).content.decode()
        assert "Accent colour" in page
        answer = laura.post(PAGE, {"accent": BLUE, "logo": sent(image()), "seen": look_version(cast.tenant)})
        assert answer.status_code == 302
        assert f"<code>{BLUE}</code>" in laura.get(PAGE).content.decode()

    def test_what_was_typed_stays_when_it_is_refused(self, cast):
        laura = browser(cast.tenant, cast.laura)
        answer = laura.post(PAGE, {"accent": "#ffcc00", "seen": look_version(cast.tenant)})
        assert answer.status_code == 422
        assert 'value="#ffcc00"' in answer.content.decode()
        assert laura.post(PAGE, {"accent": BLUE, "seen": "old"}).status_code == 409

    def test_a_file_that_was_dropped_on_its_way_is_not_passed_over(self, cast):
        laura, large = browser(cast.tenant, cast.laura), sent(b"0" * (LARGEST_FILE + 1))
        answer = laura.post(PAGE, {"accent": BLUE, "logo": large, "seen": look_version(cast.tenant)})
        assert answer.status_code == 422
        assert "at most 512 kB" in answer.content.decode()
        cast.tenant.refresh_from_db()
        assert cast.tenant.accent == ""

    @pytest.mark.parametrize("who", ["alice", "bob", "carol"])
    def test_nobody_else_finds_it(self, cast, who):
        assert browser(cast.tenant, getattr(cast, who)).get(PAGE).status_code == 404

    def test_only_leads_have_it_in_their_menu(self, cast):
        assert PAGE in browser(cast.tenant, cast.laura).get("/admin/tenants/policyversion/").content.decode()
        assert PAGE not in browser(cast.tenant, cast.carol).get("/admin/tenants/policyversion/").content.decode()


class TestWhereItShows:
    def test_pages_load_the_sheet_and_show_the_logo(self, cast):
        public = Client(SERVER_NAME=cast.tenant.host)
        assert "/brand.css" not in public.get("/").content.decode()
        version = look_version(look(cast, logo=sent(image()), logo_name="a.png"))
        page = public.get("/").content.decode()
        assert f'href="/brand.css?v={version}"' in page
        assert f'src="/brand/logo?v={version}"' in page

    def test_the_sheet_sets_the_tokens_and_is_kept(self, cast):
        version = look_version(look(cast))
        answer = Client(SERVER_NAME=cast.tenant.host).get(f"/brand.css?v={version}")
        assert f"--accent: light-dark({BLUE}, " in answer.content.decode()
        assert answer["Content-Type"].startswith("text/css")
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not answer.cookies
        assert Client(SERVER_NAME=cast.tenant.host).get("/brand.css")["Cache-Control"] == "public, max-age=300"

    def test_the_logo_cannot_run_anything(self, cast):
        look(cast, logo=sent(image()), logo_name="a.png")
        answer = Client(SERVER_NAME=cast.tenant.host).get("/brand/logo")
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer.content.startswith(b"\x89PNG")

    def test_what_is_known_is_not_sent_again(self, cast):
        look(cast)
        public = Client(SERVER_NAME=cast.tenant.host)
        tag = public.get("/brand.css")["ETag"]
        assert public.get("/brand.css", headers={"if-none-match": tag}).status_code == 304

    def test_a_marketplace_without_a_look_has_neither(self, cast):
        public = Client(SERVER_NAME=cast.tenant.host)
        assert public.get("/brand.css").status_code == public.get("/brand/logo").status_code == 404

    def test_a_lost_file_is_not_there(self, cast):
        held = look(cast, logo=sent(image()), logo_name="a.png")
        held.logo.storage.delete(held.logo.name)
        assert Client(SERVER_NAME=cast.tenant.host).get("/brand/logo").status_code == 404

    def test_e_mails_badges_and_cards_take_the_colour(self, cast):
        assert accents_of(cast.tenant) == PRESET_ACCENTS["game_goods"]
        look(cast, accent="#7a0040")
        cast.tenant.refresh_from_db()
        assert accents_of(cast.tenant) == ("#7a0040", dark_shades("#7a0040").accent)
        assert b'fill="#7a0040"' in Client(SERVER_NAME=cast.tenant.host).get("/badge/bobs-store.svg").content

    def test_is_of_one_marketplace(self, cast):
        look(cast)
        other = make_cast(slug="elsewhere")
        assert Client(SERVER_NAME=other.tenant.host).get("/brand.css").status_code == 404
        assert Tenant.objects.get(slug="elsewhere").accent == ""
