"""Two leads at once, on real connections: one publishes, the other is told."""

from __future__ import annotations

import pytest

from policy.document import preset
from tenants.actions.ask_replay import ask_replay
from tenants.actions.draft_policy import draft_policy
from tenants.actions.publish_policy import publish_policy
from tenants.actions.work_on_replay import take_replay
from tenants.models import PolicyDraft, PolicyReplay, PolicyVersion
from tests.cast import NOW, make_cast, make_member
from tests.disputes.test_parallel import at_once
from wire.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


def replayed(cast, cutoff_days: int) -> PolicyDraft:
    document = preset("game_goods")
    document["removal"]["cutoff_days"] = cutoff_days
    draft = draft_policy(tenant=cast.tenant, by=cast.laura, document=document, now=NOW)
    asked = ask_replay(tenant=cast.tenant, by=cast.laura, draft=draft, days=1, now=NOW)
    PolicyReplay.objects.filter(pk=asked.pk).update(state="done", report={})
    return draft


def publishing(cast, draft, by):
    return lambda: publish_policy(tenant=cast.tenant, by=by, draft=draft, version=1, effective_from=None, now=NOW)


class TestTwoWhoPublish:
    @pytest.mark.parametrize("drafts", [1, 2], ids=["the same draft", "two drafts"])
    def test_one_wins_and_the_other_is_told(self, cast, drafts):
        lena = make_member(cast.tenant, "Lena", "lead")
        with cast.inside():
            made = [replayed(cast, 90 + number) for number in range(drafts)]
        answers = at_once(cast, publishing(cast, made[0], cast.laura), publishing(cast, made[-1], lena))
        (refusal,) = [each for each in answers if isinstance(each, Refused)]
        (version,) = [each for each in answers if not isinstance(each, Refused)]
        assert refusal.code in ("conflict", "stale_version")
        with cast.inside():
            assert list(PolicyVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
            assert PolicyDraft.objects.get(published_as=version).state == "published"


class TestTwoWorkers:
    def test_never_take_the_same_replay(self, cast):
        with cast.inside():
            document = preset("game_goods")
            draft = draft_policy(tenant=cast.tenant, by=cast.laura, document=document, now=NOW)
            ask_replay(tenant=cast.tenant, by=cast.laura, draft=draft, days=1, now=NOW)
        taken = at_once(cast, *[lambda: take_replay(now=NOW)] * 3)
        assert len([each for each in taken if each is not None]) == 1
