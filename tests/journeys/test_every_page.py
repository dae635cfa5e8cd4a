"""Every page that a person can reach, looked at: it answers, nothing complains, axe finds nothing, it fits a phone."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import Response

from tests.journeys.buying import bought_until
from tests.journeys.conftest import PASSWORD, Person, picture_folder
from tests.journeys.looks import look_at, resize
from tests.journeys.prevention_visits import remedy_page
from tests.journeys.visits import UNREACHED, VISITS, Visit
from tests.matrix.addresses import pages
from tests.running_house import eventually

pytestmark = pytest.mark.browser

NEWCOMER = "newcomer@example.org"


def pattern(address: str) -> re.Pattern[str]:
    """Matches the paths at that address."""
    parts = re.split(r"(<[^>]+>)", address)
    # Ids have digits, which tells a row's own page from one beside the list.
    ids = {"<str:object_id>": r"(?=[^/?]*\d)[^/?]+"}
    kinds = {"<uuid:": "[0-9a-f-]{36}"}
    words = [
        ids.get(part, kinds.get(part[:6], r"[^/?]+")) if part.startswith("<") else re.escape(part) for part in parts
    ]
    return re.compile("".join(words) + r"(\?.*)?$")


class TestTheList:
    def test_has_every_page(self):
        assert pages() - {visit.address for visit in VISITS} - set(UNREACHED) == set(), "add it to visits.py"

    def test_excuses_nothing_that_is_gone_or_visited(self):
        assert set(UNREACHED) - pages() == set()
        assert set(UNREACHED) & {visit.address for visit in VISITS} == set()

    def test_names_each_picture_once(self):
        titles = [visit.title for visit in VISITS]
        assert len(titles) == len(set(titles))


class TestTheLook:
    def test_notices_what_is_wrong(self, browser, tmp_path):
        page = browser.new_page()
        page.set_content("<p style='color: #ccc; width: 900px'>Pale and wide")
        wrong = look_at(page, str(tmp_path / "wrong"))
        page.close()
        for word in ("light, 390: color-contrast", "dark, 1280: color-contrast", "html-has-lang", "sideways at 320"):
            assert any(word in line for line in wrong), word


class TestEveryPage:
    @pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.title)
    def test_is_as_it_should_be(self, visit: Visit, visitor, starts):
        who = visitor(visit)
        who.complaints.clear()
        resize(who.page, who.width)
        answer = walk(who, starts(visit), visit.follow)
        assert answer.status == visit.status, who.path
        if visit.status == 200:
            assert pattern(visit.address).fullmatch(who.path), f"led on to {who.path}"
        folder = picture_folder() / "pages"
        folder.mkdir(parents=True, exist_ok=True)
        wrong = look_at(who.page, str(folder / visit.title))
        wrong += [line for line in who.complaints if f"status of {visit.status} " not in line or visit.status == 200]
        who.complaints.clear()
        resize(who.page, who.width)
        assert not wrong, "\n".join(wrong)


def walk(who: Person, start: str, follow: tuple[str, ...]) -> Response:
    answer = who.page.goto(who.base + start)
    for step in follow:
        answer = who.page.goto(who.base + link(who, step))
    return answer


def link(who: Person, step: str) -> str:
    """The target of the first link on the page to the step's address, in a row with its text where it names one."""
    text, _, address = step.rpartition(" > ")
    rows = who.page.locator("main").locator("tr, li, article").filter(has_text=text) if text else None
    links = (rows if rows is not None else who.page.locator("main")).locator("a[href]")
    targets = [target.removeprefix(who.base) for target in links.evaluate_all("all => all.map(each => each.href)")]
    found = [target for target in targets if pattern(address).fullmatch(target)]
    assert found, f"no link to {step} on {who.path}: {targets}"
    return found[0]


@pytest.fixture(scope="module")
def visitor(browser, house, person):
    known: dict[str, Person] = {}

    def find(visit: Visit) -> Person:
        if visit.who in ("newcomer", "half") and visit.who not in known:
            known[visit.who] = Person(browser, house, visit.slug)
            {"newcomer": enter, "half": enter_half}[visit.who](known[visit.who], house)
        if visit.who in known:
            return known[visit.who]
        width = 390 if (visit.slug, visit.who) == ("game-goods", "buyer") else 1280
        return person(visit.slug, visit.who, width)

    return find


@pytest.fixture(scope="module")
def starts(person, house, visitor):
    """Where a visit begins: a path, or what had to be done first to have one."""
    done: dict[str, str] = {}

    def posted() -> str:
        if "review" not in done:
            done["review"] = post_review(person("game-services", "buyer"))
        return done["review"]

    def begin(visit: Visit) -> str:
        kind, _, rest = visit.start.partition(":")
        if kind == "posted":
            return posted() + (f"/{rest}" if rest else "")
        if kind == "contest":
            return f"/selling/requests/new?review={posted().rsplit('/', 1)[1]}"
        if kind in ("unpaid", "paying", "paid"):
            if kind not in done:
                done[kind] = bought_until(visitor(visit), kind)
            return done[kind]
        if kind == "draft":
            if "draft" not in done:
                done["draft"] = begin_draft(person("game-goods", "lead"))
            return done["draft"]
        if kind == "risk":
            return remedy_page(visitor(visit), rest)
        if kind == "unsubscribe":
            return unsubscribe_link(house)
        if kind == "mailed":
            return mailed_notice(house, rest)
        if visit.start == "reset:newcomer":
            visitor(Visit("", "", "newcomer"))
            return asked_reset(person("game-goods"), house)
        if kind == "reset":
            return f"/accounts/password/reset/key/{rest}/"
        return visit.start or visit.address

    return begin


def post_review(buyer: Person) -> str:
    buyer.go("/orders/GA-19000/review")
    for criterion in ("fulfilment", "start_time", "communication"):
        buyer.page.check(f"input[name={criterion}][value='2']", force=True)
    buyer.page.fill("textarea[name=comment]", "Took far longer than promised, and answers were short.")
    buyer.press("Publish review")
    return re.match(r"/reviews/[0-9a-f-]{36}", buyer.path).group(0)


def begin_draft(lead: Person) -> str:
    """A draft with a shorter cut-off, replayed; its page shows the report."""
    lead.go("/admin/tenants/policyversion/")
    lead.press("Begin a draft")
    lead.page.fill("input[name='title']", "A shorter time to ask for removal")
    lead.page.fill("input[name='removal.cutoff_days']", "90")
    lead.press("Save the draft")
    path = lead.path.partition("#")[0]
    lead.press("Replay")
    assert eventually(lambda: "Done, of the draft" in lead.go(path).inner_text("main"), within=90, every=2)
    return path


def letter(house, path: str) -> str:
    """The newest mailed link to that address."""

    def newest() -> str:
        mails = sorted((house.folder / "mail").glob("*.log"), key=lambda each: each.stat().st_mtime, reverse=True)
        texts = (each.read_text().replace("=\n", "") for each in mails)
        found = (re.search(rf"http://\S+?({path}[^\s\"<]+)", text) for text in texts)
        return next((each.group(1) for each in found if each), "")

    return eventually(newest, within=10)


def mailed_notice(house, rest: str) -> str:
    """The page of a demo's notice, by the link in the newest mail with those words; after ">" what follows its path."""
    words, _, then = rest.partition(">")

    def found() -> str:
        for each in (house.folder / "mail").glob("*.log"):
            text = each.read_text().replace("=\n", "")
            # A file may hold several letters; the link is in the one with the words.
            link = re.search(r"http://\S+?(/notices/[\w-]+)", text.partition(words)[2])
            if link:
                return link.group(1)
        return ""

    return eventually(found, within=30) + then


def unsubscribe_link(house) -> str:
    """As it stands at the end of an e-mail to the demo's buyer at game-goods."""
    words = "; ".join(
        (
            "from django.utils import timezone",
            "from tenants.models import Member",
            "from tenants.queries import tenant_of_slug",
            "from tenants.scope import tenant_scope",
            "from notifications.subscriptions import token_for",
            "tenant = tenant_of_slug('game-goods')",
            "scope = tenant_scope(tenant)",
            "scope.__enter__()",
            "member = Member.objects.get(email='buyer@game-goods.example')",
            "print(token_for(member, ['message_received'], tenant=tenant, now=timezone.now()))",
        )
    )
    return "/notifications/unsubscribe/" + house.manage("shell", "-v", "0", "-c", words).stdout.strip()


def asked_reset(visitor: Person, house) -> str:
    visitor.page.goto(f"{visitor.base}/accounts/password/reset/")
    visitor.page.fill("input[name=email]", NEWCOMER)
    visitor.page.click("main button[type=submit]")
    visitor.page.wait_for_load_state()
    return letter(house, "/accounts/password/reset/key/")


def enter(who: Person, house) -> None:
    """Sign up, prove the address, and set up a second factor."""
    page = who.page
    page.goto(f"{who.base}/accounts/signup/")
    page.fill("input[name=email]", NEWCOMER)
    page.fill("input[name=password1]", PASSWORD + "-own")
    page.fill("input[name=password2]", PASSWORD + "-own")
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    page.goto(who.base + letter(house, "/accounts/confirm-email/"))
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    if "/login/" in page.url:
        page.fill("input[name=login]", NEWCOMER)
        page.fill("input[name=password]", PASSWORD + "-own")
        page.click("main button[type=submit]")
        page.wait_for_load_state()
    page.goto(f"{who.base}/accounts/2fa/totp/activate/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content().replace(" ", "")).group(0)
    page.fill("input[name=code]", pyotp.TOTP(secret).now())
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def enter_half(who: Person, house) -> None:
    """Give a desk account's password, and stop before the code."""
    who.page.goto(f"{who.base}/accounts/login/")
    who.page.fill("input[name=login]", f"lead@{who.slug}.example")
    who.page.fill("input[name=password]", PASSWORD)
    who.page.click("main button[type=submit]")
    who.page.wait_for_load_state()
