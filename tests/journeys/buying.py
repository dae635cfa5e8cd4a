"""A buyer orders and pays in the browser, as far as a page to look at needs it."""

from __future__ import annotations

from tests.journeys.conftest import Person

SHOP = "/sellers/northgate-coins/offers"


def order_first(buyer: Person, shop: str = SHOP) -> str:
    """Order the first offer of a shop; the path where it is paid."""
    buyer.go(shop)
    buyer.page.locator("main article a[href^='/offers/']").first.click()
    buyer.page.wait_for_load_state()
    buyer.press("Order and pay")
    assert buyer.path.endswith("/pay"), buyer.page.inner_text("main")
    return buyer.path


def go_to_pay(buyer: Person) -> str:
    """From the page where it is paid to the provider's form."""
    buyer.press("Go on to pay")
    assert "/pay/" in buyer.path, buyer.page.inner_text("main")
    return buyer.path


def pay(buyer: Person) -> str:
    """With the demo's provider; the path that says thank you."""
    buyer.page.get_by_label("The payment goes through").check(force=True)
    buyer.press("Pay")
    assert buyer.path.endswith("/paid"), buyer.page.inner_text("main")
    return buyer.path


def bought_until(buyer: Person, where: str) -> str:
    """The path of an order's page: `unpaid` where it waits, `paying` the form, `paid` once it is."""
    path = order_first(buyer)
    if where == "unpaid":
        return path
    path = go_to_pay(buyer)
    return path if where == "paying" else pay(buyer)
