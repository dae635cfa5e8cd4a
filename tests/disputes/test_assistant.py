"""The filing assistant: which grounds can apply, what is missing, and that it says what the API's check says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.check_request import check_request
from disputes.intake.outlook import Chance, outlook
from disputes.models import RemovalRequest
from policy.document import PRESETS
from policy.eligibility import Claim, Evidence
from policy.terms import GroundKey
from tenants.queries import policy_in_force
from tests.cast import browser, make_cast
from tests.disputes.acts import TEXT, WHY, decide, filed, ready, review_of
from tests.disputes.test_pages_sides import text_of
from tests.integrations.calls import caller
from wire.refusals import NotPermitted


def contested(cast, comment="Slow, and rude to me.", *, days=10, **order):
    closed = timezone.now() - timedelta(days=days)
    return review_of(cast, comment, at=closed + timedelta(days=1), closed_at=closed, **order)


def looks(cast, review, *, by=None, claims=(), evidence=(), now=None):
    found = outlook(
        tenant=cast.tenant,
        by=by or cast.bob,
        review=review,
        claims=claims,
        evidence=evidence,
        now=now or timezone.now(),
    )
    return {each.ground: each for each in found}


def path_for(review):
    return f"/selling/requests/new?review={review.pk}"


class TestOutlook:
    def test_tells_what_a_search_of_the_comment_found(self, retail):
        phone = contested(retail, "Never again. Call me on +44 20 7946 0958 for the story.")
        quiet = contested(retail, "The parcel came late and the box was torn.")

        found, nothing = (looks(retail, each)[GroundKey.PERSONAL_INFORMATION] for each in (phone, quiet))
        assert found.chance is Chance.LIKELY
        assert "phone" in found.known.explanation
        assert nothing.chance is Chance.UNLIKELY
        assert "found no contact data" in nothing.known.explanation

    def test_tells_that_plain_facts_speak_against_a_ground(self, cast):
        agreed = looks(cast, contested(cast))[GroundKey.MUTUAL_AGREEMENT]
        assert (agreed.chance, agreed.known.explanation) == (
            Chance.UNLIKELY,
            "There is no settlement about this order.",
        )

    def test_tells_that_the_seller_fulfilled_it(self, retail):
        own = looks(retail, contested(retail))[GroundKey.PLATFORM_FULFILMENT]
        assert own.chance is Chance.UNLIKELY

    def test_says_of_stars_alone_that_no_words_can_be_contested(self, retail):
        found = looks(retail, contested(retail, ""))
        for ground in (GroundKey.PRODUCT_REVIEW, GroundKey.OBSCENE_LANGUAGE, GroundKey.PERSONAL_INFORMATION):
            assert found[ground].chance is Chance.UNLIKELY
            assert "stars only" in found[ground].known.explanation

    def test_knows_nothing_where_only_a_case_may_look(self, cast):
        """Chats, other buyers and their devices are for the case; a seller does not learn of them by asking."""
        found = looks(cast, contested(cast))
        for ground in (GroundKey.BLACKMAIL, GroundKey.FEEDBACK_BOMBING, GroundKey.UNRELATED):
            assert (found[ground].chance, found[ground].known) == (Chance.POSSIBLE, None)

    def test_a_ground_is_closed_by_the_cut_off_unless_it_is_exempt(self, cast):
        found = looks(cast, contested(cast, days=380))
        assert found[GroundKey.UNRELATED].chance is Chance.CLOSED
        assert "That day has passed." in found[GroundKey.UNRELATED].against[0].detail
        assert found[GroundKey.PERSONAL_INFORMATION].chance is not Chance.CLOSED

    def test_an_open_request_closes_every_ground(self, cast):
        review = contested(cast)
        filed(cast, review, at=timezone.now())
        assert {each.chance for each in looks(cast, review).values()} == {Chance.CLOSED}

    def test_the_best_come_first(self, retail):
        phone = contested(retail, "Call me on +44 20 7946 0958.")
        chances = [each.chance for each in looks(retail, phone).values()]
        assert chances == sorted(chances, key=list(Chance).index)
        assert chances[0] is Chance.LIKELY

    def test_a_failing_search_leaves_the_ground_possible(self, retail, monkeypatch):
        monkeypatch.setattr("disputes.finding.beforehand.gather", lambda *_: 1 / 0)
        found = looks(retail, contested(retail))[GroundKey.PERSONAL_INFORMATION]
        assert (found.chance, found.known) == (Chance.POSSIBLE, None)

    def test_is_for_the_reviewed_seller(self, cast):
        review = contested(cast)
        for stranger in (cast.alice, cast.carol):
            with pytest.raises(NotPermitted):
                looks(cast, review, by=stranger)

    def test_writes_nothing(self, retail):
        review = contested(retail, "Call me on +44 20 7946 0958.")
        with CaptureQueriesContext(connection) as asked:
            looks(retail, review)
        assert not [each["sql"] for each in asked if re.match(r"(?i)insert|update|delete", each["sql"])]


EVIDENCE = {"nothing": (), "words": TEXT, "made up": (Evidence("message", ref="0191d2f0-0000-7000-8000-000000000000"),)}


@pytest.mark.django_db
class TestSaysWhatTheCheckSays:
    """Case by case: every preset's grounds, reviews in and out of time, with and without words and evidence."""

    @pytest.mark.parametrize("name", sorted(PRESETS))
    @pytest.mark.parametrize("days", [10, 400])
    def test_for_each_ground(self, name, days):
        cast = make_cast(slug=name.replace("_", "-"), preset=name)
        with cast.inside():
            review, now = contested(cast, days=days), timezone.now()
            for shown in EVIDENCE.values():
                for statement in ("", WHY):
                    for key in policy_in_force(at=now).policy.removal.offered:
                        claims = [Claim(key.value, statement)]
                        asked = {"tenant": cast.tenant, "by": cast.bob, "review": review, "now": now}
                        said = check_request(**asked, claims=claims, evidence=shown)
                        looked = looks(cast, review, claims=claims, evidence=shown, now=now)[key]
                        assert [*looked.against, *looked.missing] == said.problems, (key, statement)
                        assert (looked.chance is Chance.CLOSED) == bool(looked.against)

    def test_in_the_form_and_over_http(self, cast):
        review = contested(cast)
        forms = [
            ({}, []),
            ({"ground": ["unrelated"]}, [{"ground": "unrelated", "statement": ""}]),
            (
                {"ground": ["blackmail"], "statement_blackmail": WHY},
                [{"ground": "blackmail", "statement": WHY}],
            ),
            (
                {"ground": ["unrelated", "made_up"], "statement_unrelated": "x"},
                [{"ground": "unrelated", "statement": "x"}, {"ground": "made_up", "statement": ""}],
            ),
        ]
        for typed, claims in forms:
            page = browser(cast.tenant, cast.bob).post(path_for(review), {**typed, "check": "1"})
            body = {"review": str(review.pk), "claims": claims, "evidence": []}
            answer = caller(cast.bob).post("removal-requests/check", body).json()
            said = text_of(page).replace("&quot;", '"').replace("&#x27;", "'")
            assert ("Nothing stands in the way" in said) == answer["ok"]
            for problem in answer["problems"]:
                assert problem["detail"] in said, problem


class TestStillMissing:
    @pytest.fixture
    def review(self, cast):
        return contested(cast)

    @pytest.fixture
    def bob(self, cast):
        return browser(cast.tenant, cast.bob)

    def live(self, bob, review, **typed):
        return bob.post(path_for(review), {**typed, "live": "1"}, headers={"HX-Request": "true"})

    def test_answers_with_the_box_alone_and_files_nothing(self, bob, review):
        answer = self.live(bob, review, ground=["unrelated"], statement_unrelated=WHY, text="All of it.")
        assert answer.status_code == 200
        assert "<html" not in answer.content.decode()
        assert 'id="still-missing"' in answer.content.decode()
        assert "Nothing stands in the way" in text_of(answer)
        assert not RemovalRequest.objects.exists()

    def test_names_what_is_missing(self, bob, review):
        said = text_of(self.live(bob, review, ground=["unrelated"], statement_unrelated="bad"))
        assert "Still missing: 2" in said
        assert "at least 20 characters" in said
        assert "needs at least one piece of evidence" in said

    def test_a_file_that_is_chosen_counts_before_it_is_sent(self, bob, review):
        said = text_of(self.live(bob, review, ground=["unrelated"], statement_unrelated=WHY, upload="[object File]"))
        assert "Nothing stands in the way" in said

    def test_a_file_does_not_stand_for_a_message(self, bob, review):
        said = text_of(self.live(bob, review, ground=["blackmail"], statement_blackmail=WHY, upload="[object File]"))
        assert "needs a message" in said

    def test_before_anything_is_chosen_nothing_is_wrong(self, bob, review):
        assert "Choose a reason above" in text_of(self.live(bob, review))

    def test_after_the_session_ended_it_stays_as_it_is(self, cast, review):
        answer = self.live(browser(cast.tenant), review, ground=["unrelated"], statement_unrelated=WHY)
        assert (answer.status_code, answer.content) == (401, b"")


class TestTheForm:
    @pytest.fixture
    def bob(self, cast):
        return browser(cast.tenant, cast.bob)

    def test_shows_what_is_known_and_promises_nothing(self, cast, bob):
        said = text_of(bob.get(path_for(contested(cast, "Call me on +44 20 7946 0958."))))
        assert "Speaks for it" in said
        assert "What we see already. The comment holds personal information" in said
        assert "no promise, a person decides" in said

    def test_lists_what_is_not_possible_with_the_reason_and_without_a_box_to_tick(self, cast, bob):
        page = bob.get(path_for(contested(cast, days=380)))
        assert "Not possible here" in text_of(page)
        assert 'value="unrelated"' not in page.content.decode()
        assert 'value="personal_information"' in page.content.decode()

    def test_a_ground_that_closed_while_the_form_was_open_stays_with_its_words(self, cast, bob):
        late = contested(cast, days=380)
        answer = bob.post(
            path_for(late),
            {"ground": ["unrelated"], "statement_unrelated": "My long words.", "text": "All.", "file_it": "1"},
        )
        assert answer.status_code == 422
        assert 'value="unrelated" checked' in answer.content.decode()
        assert "My long words." in answer.content.decode()

    def test_has_a_draft_for_each_statement_and_for_the_words(self, cast, bob):
        review = contested(cast)
        page = bob.get(path_for(review)).content.decode()
        assert f'data-keep-draft="request-{review.pk}-unrelated"' in page
        assert f'data-keep-draft="request-{review.pk}-text"' in page

    def test_a_case_asks_no_more_of_the_database_for_a_longer_chat(self, cast, bob):
        review = contested(cast)

        def queries():
            with CaptureQueriesContext(connection) as seen:
                assert bob.get(path_for(review)).status_code == 200
            return len(seen)

        write(cast, review, 2)
        before = queries()
        write(cast, review, 50)
        assert queries() <= before


def write(cast, review, number, words="Line"):
    now = timezone.now() - timedelta(days=1)
    return [
        review.order.messages.create(
            tenant=cast.tenant,
            sender="buyer" if each % 2 else "seller",
            body=f"{words} {each}",
            sent_at=now + timedelta(minutes=each),
        )
        for each in range(number)
    ]


class TestTheChat:
    @pytest.fixture
    def review(self, cast):
        return contested(cast)

    @pytest.fixture
    def bob(self, cast):
        return browser(cast.tenant, cast.bob)

    def turn(self, page):
        return re.search(r'name="chat_page" value="([^"]+)"[^>]*>Earlier', page.content.decode())[1]

    def test_is_reachable_to_its_first_line(self, cast, bob, review):
        write(cast, review, 65)
        page, seen = bob.get(path_for(review)), set()
        for _ in range(3):
            seen |= set(re.findall(r"Line (\d+)", text_of(page)))
            if "Earlier messages" not in text_of(page):
                break
            page = bob.post(path_for(review), {"chat_page": self.turn(page)})
        assert seen == {str(each) for each in range(65)}

    def test_chosen_lines_and_typed_words_stay_while_turning(self, cast, bob, review):
        lines = write(cast, review, 65)
        page = bob.post(
            path_for(review),
            {
                "message": [str(lines[64].pk)],
                "ground": ["blackmail"],
                "statement_blackmail": "He wants it free.",
                "text": "See line 64.",
                "chat_page": self.turn(bob.get(path_for(review))),
            },
        )
        shown = page.content.decode()
        assert page.status_code == 200
        assert "Please look at these again" not in shown
        assert re.search(rf'id="id_chosen_0" name="message" value="{lines[64].pk}" checked', shown)
        assert 'value="blackmail" checked' in shown
        assert "He wants it free." in shown
        assert "See line 64." in shown
        assert not RemovalRequest.objects.exists()

    def test_a_search_finds_a_line_wherever_it_is(self, cast, bob, review):
        write(cast, review, 65)
        write(cast, review, 1, words="A free sword or one star 100%,")
        said = text_of(bob.post(path_for(review), {"chat_search": "1", "chat_words": "ONE STAR 100%"}))
        assert "A free sword or one star" in said
        assert "Line 7" not in said
        assert "No message says" in text_of(bob.post(path_for(review), {"chat_search": "1", "chat_words": "zebra"}))
        assert "Line 64" in text_of(bob.post(path_for(review), {"chat_all": "1", "chat_words": "zebra"}))

    def test_a_script_gets_the_chat_alone(self, cast, bob, review):
        write(cast, review, 3)
        answer = bob.post(
            path_for(review), {"chat_search": "1", "chat_words": "line 2"}, headers={"HX-Request": "true"}
        )
        assert answer.content.decode().lstrip().startswith("<fieldset")
        assert "Line 2" in text_of(answer)

    @pytest.mark.parametrize("nonsense", ["x", "", "a:b:c", "\x00", "é" * 500])
    def test_nonsense_shows_the_newest_lines(self, cast, bob, review, nonsense):
        write(cast, review, 2)
        for name in ("chat_page", "chat_at"):
            page = bob.post(path_for(review), {name: nonsense, "check": "1"})
            assert page.status_code == 200
            assert "Line 1" in text_of(page)
        assert bob.post(path_for(review), {"chat_search": "1", "chat_words": nonsense}).status_code == 200

    def test_lines_of_another_order_are_never_shown(self, cast, bob, review):
        other = write(cast, contested(cast, "Another one."), 1, words="Elsewhere")
        page = bob.post(
            path_for(review), {"message": [str(other[0].pk)], "chat_search": "1", "chat_words": "Elsewhere"}
        )
        assert "Elsewhere 0" not in text_of(page)


class TestSentTwice:
    WORDS = {"ground": ["unrelated"], "statement_unrelated": WHY, "text": "All of it.", "file_it": "1", "seen": ""}

    @pytest.fixture
    def bob(self, cast):
        return browser(cast.tenant, cast.bob)

    def test_a_second_press_leads_to_the_case_of_the_first(self, cast, bob):
        review = contested(cast)
        first, second = (bob.post(path_for(review), self.WORDS) for _ in range(2))
        assert first["Location"] == second["Location"] == f"/cases/{RemovalRequest.objects.get().pk}"
        assert "filed already" in text_of(bob.get(second["Location"]))

    def test_back_and_other_words_are_refused_and_kept(self, cast, bob):
        review = contested(cast)
        bob.post(path_for(review), self.WORDS)
        again = bob.post(path_for(review), {**self.WORDS, "statement_unrelated": "I thought of something better."})
        assert again.status_code == 422
        assert "I thought of something better." in again.content.decode()
        assert "You already have an open request" in text_of(again)
        assert RemovalRequest.objects.count() == 1

    def test_what_was_decided_meanwhile_is_shown_before_anything_is_filed(self, cast, bob):
        review = contested(cast)
        case, now = ready(cast, review, at=timezone.now() - timedelta(days=4))
        decide(cast, case, now, outcome="keep")
        answer = bob.post(path_for(review), self.WORDS)
        assert answer.status_code == 422
        assert "Since you opened this form, a request about this review was decided." in text_of(answer)
        assert WHY in answer.content.decode().replace("&#x27;", "'")
        assert RemovalRequest.objects.count() == 1

        aware = bob.post(path_for(review), {**self.WORDS, "seen": str(case.pk)})
        assert aware.status_code == 302
        assert RemovalRequest.objects.count() == 2

    def test_what_was_removed_meanwhile_cannot_be_contested(self, cast, bob):
        review = contested(cast)
        case, now = ready(cast, review, at=timezone.now() - timedelta(days=4))
        decide(cast, case, now)
        answer = bob.post(path_for(review), {**self.WORDS, "seen": str(case.pk)})
        assert answer.status_code == 422
        assert "there is nothing left to contest" in text_of(answer)
        assert "Slow, and rude to me." not in text_of(answer)
