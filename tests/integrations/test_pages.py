"""Lists come in pages that stand still while rows come and go."""

from datetime import timedelta

import pytest

from orders.models import Seller
from tests.cast import NOW, make_cast
from tests.integrations.calls import assert_problem, caller
from wire.bodies import UnableToRead
from wire.pages import CursorPages

pytestmark = pytest.mark.usefixtures("test_views")


def make_sellers(cast, moments) -> None:
    """Sellers 00, 01, … made at NOW plus so many minutes."""
    with cast.inside():
        for number, minutes in enumerate(moments):
            slug = f"{number:02d}"
            Seller.objects.create(
                tenant=cast.tenant,
                external_id=slug,
                slug=slug,
                name=slug,
                created_at=NOW + timedelta(minutes=minutes),
            )


def names(page) -> list[str]:
    return [name for name in page["results"] if name.isdigit()]


class TestLists:
    def test_walk_forward_and_back_over_ties(self, cast):
        make_sellers(cast, [0, 1, 1, 1, 1, 2, 2, 3, 3, 3])
        alice = caller(cast.alice)
        page = alice.get("t/sellers?page_size=3").json()
        assert page["previous"] is None
        pages = [page["results"]]
        while page["next"]:
            assert page["next"].startswith(f"http://{cast.tenant.host}/api/v1/t/sellers?")
            assert "page_size=3" in page["next"]
            page = alice.client.get(page["next"]).json()
            pages.append(page["results"])
        assert [len(results) for results in pages] == [3, 3, 3, 2]  # ten and Bob's own
        walked = [name for results in pages for name in results]
        assert walked[:-1] == ["09", "08", "07", "06", "05", "04", "03", "02", "01", "00"]
        back = []
        while page["previous"]:
            page = alice.client.get(page["previous"]).json()
            back.insert(0, page["results"])
        assert back == pages[:-1]

    def test_a_row_that_comes_meanwhile_shifts_nothing(self, cast):
        make_sellers(cast, [0, 1, 2, 3])
        alice = caller(cast.alice)
        first = alice.get("t/sellers?page_size=2").json()
        with cast.inside():
            Seller.objects.create(
                tenant=cast.tenant,
                external_id="new",
                slug="new",
                name="new",
                created_at=NOW + timedelta(days=1),
            )
            Seller.objects.filter(name="02").delete()  # the very row that the cursor stands on
        second = alice.client.get(first["next"]).json()
        assert first["results"] + second["results"] == ["03", "02", "01", "00"]

    def test_an_empty_list_has_no_pages_beside_it(self, cast, elsewhere):
        with cast.inside():
            assert CursorPages("-id").cut(Seller.objects.none()).rows == []

    @pytest.mark.parametrize("size", ["0", "101", "-1", "abc", "1.5", "+5", "٣", "1e1", "9999999999"])
    def test_a_page_size_that_is_none_is_refused(self, cast, size):
        refused = caller(cast.alice).get(f"t/sellers?page_size={size.replace('+', '%2B')}")
        assert_problem(refused, 422, "validation_failed", "/page_size")

    @pytest.mark.parametrize("size", ["1", "100", ""])
    def test_page_sizes_reach_from_1_to_100_and_are_the_usual_one_where_none_is_named(self, cast, size):
        assert caller(cast.alice).get(f"t/sellers?page_size={size}").status_code == 200

    @pytest.mark.parametrize("cursor", ["x", "a:b", "%00", "W10:abc", "x" * 5000, "%F0%9F%91%8D"])
    def test_a_cursor_that_nobody_gave_out_is_refused(self, cast, cursor):
        assert_problem(caller(cast.alice).get(f"t/sellers?cursor={cursor}"), 422, "validation_failed", "/cursor")

    def test_a_cursor_of_another_list_or_a_changed_one_is_refused(self, cast):
        with cast.inside():
            make_cursor = CursorPages("name", "id")
            other = make_cursor._write(cast.seller, backward=False)
            with pytest.raises(UnableToRead):
                CursorPages("-name", "id").cut(Seller.objects.all(), cursor=other)
            with pytest.raises(UnableToRead):
                make_cursor.cut(Seller.objects.all(), cursor=other[:-1] + ("a" if other[-1] != "a" else "b"))
            assert make_cursor.cut(Seller.objects.all(), cursor=other).rows == []

    def test_orders_of_mixed_directions(self, cast):
        make_sellers(cast, [0, 1, 1, 2])
        pages = CursorPages("created_at", "-id")
        with cast.inside():
            rows = Seller.objects.exclude(pk=cast.seller.pk)
            first = pages.cut(rows, size=2)
            second = pages.cut(rows, cursor=first.next, size=2)
            assert [row.name for row in first.rows + second.rows] == ["00", "02", "01", "03"]
            assert pages.cut(rows, cursor=second.previous, size=2) == first


@pytest.mark.django_db
def test_a_cursor_shows_nothing_of_another_marketplace():
    here, there = make_cast(), make_cast(slug="elsewhere")
    make_sellers(there, [0, 1, 2])
    cursor = caller(there.alice).get("t/sellers?page_size=1").json()["next"].split("?")[1]
    assert caller(here.alice).get(f"t/sellers?{cursor}").json()["results"] in ([], ["Bob's Store"])
