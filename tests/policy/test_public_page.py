"""The public policy page says every rule as a whole sentence, part by part, and leaves out what does not apply."""

from policy.terms import GroundKey
from policy.words import ground_in_words, policy_in_words, what_follows
from tests.policy.cast import policy


def section(key: str, name: str = "game_goods", **changes: object) -> list[str]:
    (found,) = [part for part in policy_in_words(policy(name, **changes)) if part.key == key]
    return list(found.sentences)


def test_the_parts_of_the_page_in_the_order_of_reading() -> None:
    assert [(part.key, part.title) for part in policy_in_words(policy("fulfilment_network"))] == [
        ("feedback", "Leaving feedback"),
        ("rate", "How the feedback rate is counted"),
        ("removal", "Asking for removal"),
        ("grounds", "Grounds for removal"),
        ("never", "What is never a ground"),
        ("appeals", "Appeals"),
        ("misuse", "Misuse"),
        ("contact", "Contact, compensation and agreements"),
        ("fulfilment", "Fulfilment partners"),
        ("transparency", "What is published"),
        ("retention", "How long data is kept"),
    ]


class TestLeavingFeedback:
    def test_names_the_orders_and_all_three_windows(self) -> None:
        assert section("feedback", "retail") == [
            "The buyer can leave one review for each order that is finished, refunded or canceled.",
            "A review can be left for 90 days after the order closed.",
            "It rates order fulfilment, start time and communication with 1 to 5 stars each.",
            "Where the seller never started the order, fulfilment can be left out.",
            "The comment can have up to 2,000 characters.",
            "The author can edit it for 30 days after it was first published.",
            "The author can withdraw it for 60 days after it was first published.",
        ]

    def test_without_limits_says_at_any_time(self) -> None:
        page = section(
            "feedback",
            feedback__leave_within_days=None,
            feedback__withdraw_within_days=None,
            feedback__fulfilment_not_applicable_if_never_started=False,
        )
        assert "A review can be left at any time." in page
        assert "The author can withdraw it at any time." in page
        assert not any("never started" in sentence for sentence in page)


class TestRate:
    neutral_left_out = "The rate is the positive out of the positive and negative reviews; neutral ones do not count."
    neutral_counted = "The rate is the positive out of all reviews, neutral ones among them."

    def test_says_which_formula_counts_neutral_reviews(self) -> None:
        assert self.neutral_left_out in section("rate", "game_goods")
        assert self.neutral_counted not in section("rate", "game_goods")
        assert self.neutral_counted in section("rate", "retail")
        assert self.neutral_left_out not in section("rate", "retail")

    def test_says_nothing_of_several_reviews_by_one_buyer_where_all_of_them_count(self) -> None:
        assert not any("one buyer" in sentence for sentence in section("rate"))
        collapsed = section("rate", feedback__same_buyer_collapse_days=1)
        assert "Of several reviews by one buyer of one seller within 1 day, only the latest counts." in collapsed


class TestAskingForRemoval:
    def test_names_the_grounds_without_a_limit(self) -> None:
        assert "There is no such limit for personal information and illegal content." in section("removal")
        assert not any("no such limit" in each for each in section("removal", removal__cutoff_exempt_grounds=[]))

    def test_a_second_person_for_the_rate_alone_where_groups_are_not_held(self) -> None:
        assert (
            "A second person must approve a decision that moves the rate of a seller with at least 20 ratings "
            "by 2 points or more." in section("removal", "retail", removal__second_approval__group_size=None)
        )


class TestGrounds:
    def test_one_ground_says_when_it_holds_what_it_is_not_what_happens_and_what_must_be_shown(self) -> None:
        assert ground_in_words(GroundKey.BLACKMAIL, policy()) == (
            "Blackmail: The buyer demanded goods, service, a discount or money under threat of feedback, or for "
            "removing it. A plain complaint, or a request for a refund alone, is not a threat. "
            "When it holds, the review is removed. Where that fits the case better, the words are hidden and the rest "
            "stays or the review is struck through and no longer counts. It needs a message of the order's chat. "
            "The request explains it in at least 20 characters."
        )

    def test_what_each_outcome_does_to_the_review(self) -> None:
        network, retail = policy("fulfilment_network"), policy("retail")
        assert what_follows(GroundKey.PARTNER_AT_FAULT, network)[0] == (
            "When it holds, the review counts for the fulfilment partner instead."
        )
        assert what_follows(GroundKey.SHIPPED_ON_TIME, retail)[0] == (
            "When it holds, the review is struck through and no longer counts."
        )
        assert what_follows(GroundKey.OBSCENE_LANGUAGE, retail)[0] == (
            "When it holds, the words are hidden and the rest stays."
        )

    def test_every_kind_of_evidence_has_its_name(self) -> None:
        kinds = ["message", "file", "order", "review", "text"]
        rules = policy(removal__grounds__blackmail__required_evidence=kinds)
        assert what_follows(GroundKey.BLACKMAIL, rules)[-2] == (
            "It needs a message of the order's chat, a file, an order, another review and an explanation in words."
        )

    def test_what_need_not_be_explained_is_not_asked_for(self) -> None:
        alone = policy(
            removal__grounds__blackmail__statement_min_length=0, removal__grounds__blackmail__outcomes=["remove"]
        )
        assert what_follows(GroundKey.BLACKMAIL, alone) == (
            "When it holds, the review is removed.",
            "It needs a message of the order's chat.",
        )
        one_letter = policy(removal__grounds__blackmail__statement_min_length=1)
        assert "in at least 1 character." in what_follows(GroundKey.BLACKMAIL, one_letter)[-1]


class TestMisuse:
    def test_counts_share_and_length_are_said(self) -> None:
        assert section("misuse", misuse__groundless_to_caution=1, misuse__within_days=1, misuse__suspension_days=1)[
            :3
        ] == [
            "1 groundless request within 1 day, or a second one about the same review, lead to a caution.",
            "After a caution, 5 groundless requests within 1 day that are more than 50 % of all decided ones "
            "may suspend the right to request for 1 day.",
            "A request that was made in good faith and lost never counts; a person confirms every suspension.",
        ]


class TestContactAndAgreements:
    def test_what_a_seller_may_give(self) -> None:
        assert (
            "A seller may give an added service, an added item, a discount on a future purchase, a replacement or "
            "a partial refund, and may never make it depend on feedback." in section("contact")
        )
        assert not any("may give" in sentence for sentence in section("contact", orders__compensation_kinds=[]))

    def test_quiet_hours_and_settlements_only_where_there_are_any(self) -> None:
        quiet = section("contact", contact__quiet_hours_after_negative=24)
        assert "The first message can be sent 24 hours after the review." in quiet
        assert not any("first message" in sentence for sentence in section("contact"))
        binding = "Both sides may settle a disagreement; a settlement that the buyer accepted binds both."
        assert binding in section("contact")
        assert "Settlements about feedback are not possible here." in section("contact", "retail")


class TestPartners:
    def test_only_types_with_a_penalty_are_listed(self) -> None:
        assert section("fulfilment", "fulfilment_network", fulfilment__penalties={"poor_packaging": 1}) == [
            "A partner has 3 days to give documents that it is asked for.",
            "Documents that are not given in time count against the partner.",
            "Poor packaging: 1 point off the partner's rating if the warehouse caused the damage.",
        ]


class TestPublished:
    notice = "Anyone can give notice of illegal content, without an account."

    def test_notices_are_for_marketplaces_that_are_held_to_the_act(self) -> None:
        assert self.notice in section("transparency")
        assert self.notice not in section("transparency", transparency__dsa_tier="none")

    def test_a_part_without_sentences_is_left_out(self) -> None:
        silent = policy(transparency__dsa_tier="none", transparency__publish_counts=False)
        assert "transparency" not in [part.key for part in policy_in_words(silent)]
        assert "fulfilment" not in [part.key for part in policy_in_words(silent)]
