"""Chats that were written elsewhere are moved in: once, in their order, and nobody is disturbed."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from notifications.models import Notification
from orders.actions.import_messages import import_messages
from orders.actions.send_message import send_message
from orders.models import ConductWarning, Message
from orders.queries import contact_facts_of, conversation_of, messages_since
from orders.talking.chat import lines_of_chat
from tests.cast import NOW, finished_order, make_cast
from tests.disputes.acts import review_of
from tests.orders.test_put_order import at_once

HEADER = "order,sender,body,sent_at,external_id\n"
WITHOUT_IDS = "order,sender,body,sent_at\n"


@pytest.fixture
def cast():
    cast = make_cast()
    with cast.inside():
        finished_order(cast, external_id="o1")
        finished_order(cast, external_id="o2")
    return cast


@pytest.fixture
def imported(tmp_path, capsys):
    """Write a file, import it, and give back what was printed and rejected."""

    def do(text, *options):
        path = tmp_path / "messages.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        call_command("import_messages", str(path), "--tenant", "game-goods", *options)
        rejects = tmp_path / "messages.csv.rejects.csv"
        rows = list(csv.DictReader(rejects.open(encoding="utf-8"))) if rejects.exists() else []
        return capsys.readouterr().out, {int(each["line"]): each["reason"] for each in rows}

    return do


def everything(cast):
    with cast.inside():
        return (
            list(Message.objects.order_by("pk").values()),
            Entry.objects.count(),
            Notification.objects.count(),
            ConductWarning.objects.count(),
        )


@pytest.mark.django_db
class TestImportMessages:
    def test_takes_over_a_chat_in_the_order_of_its_times(self, imported, cast):
        out, rejects = imported(
            HEADER
            + 'o1,seller,"Second,\r\nwith a line break",2024-05-01T10:00:00Z,m2\n'
            + "o1,buyer,First,2024-05-01T11:00:00+02:00,m1\n"
            + "o1,seller,Third,2024-05-01T10:00:00Z,\n"
            + "o2,buyer,Elsewhere,2024-05-01T10:00:00Z,m4\n"
        )
        assert "4 messages new" in out and rejects == {}
        with cast.inside():
            order = Message.objects.filter(body="First").get().order
            assert [(line.sender, line.body) for line in lines_of_chat(order)] == [
                ("buyer", "First"),
                ("seller", "Second,\nwith a line break"),
                ("seller", "Third"),
            ]
            assert conversation_of(order).first().sent_at == datetime(2024, 5, 1, 9, tzinfo=UTC)
            assert Entry.objects.get(action="messages.imported").data == {"messages": 4}

    @pytest.mark.parametrize("header", [HEADER, WITHOUT_IDS])
    def test_the_same_file_again_changes_nothing(self, imported, cast, header):
        text = header + "".join(
            f"o{n % 2 + 1},buyer,Message {n},2024-05-01T10:00:0{n}Z{f',m{n}' if header == HEADER else ''}\n"
            for n in range(8)
        )
        imported(text)
        before = everything(cast)
        out, rejects = imported(text)
        assert "0 messages new, 8 as they were, 0 rejected" in out and rejects == {}
        assert everything(cast) == before

    def test_knows_a_message_with_and_without_its_id(self, imported, cast):
        imported(HEADER + "o1,buyer,Hello,2024-05-01T10:00:00Z,m1\n")
        out, _ = imported(WITHOUT_IDS + "o1,buyer,Hello,2024-05-01T12:00:00+02:00\n")
        assert "0 messages new, 1 as they were" in out
        imported(WITHOUT_IDS + "o1,buyer,Bye,2024-05-01T10:00:00Z\n")
        out, _ = imported(HEADER + "o1,buyer,Bye,2024-05-01T10:00:00Z,m2\n")
        assert "0 messages new, 1 as they were" in out

    def test_knows_what_was_sent_here(self, imported, cast):
        with cast.inside():
            order = finished_order(cast, external_id="o3")
            sent = {"tenant": cast.tenant, "by": None, "order": order, "sender": "buyer", "now": NOW}
            send_message(**sent, body="Hello", sent_at=datetime(2024, 5, 1, 10, tzinfo=UTC))
        out, _ = imported(WITHOUT_IDS + "o3,buyer,Hello,2024-05-01T10:00:00Z\n")
        assert "0 messages new, 1 as they were" in out

    def test_two_ids_are_two_messages_even_of_the_same_words(self, imported, cast):
        out, _ = imported(HEADER + "".join(f"o1,buyer,ok,2024-05-01T10:00:00Z,m{n}\n" for n in (1, 2)))
        assert "2 messages new" in out

    def test_names_line_and_reason_of_each_row_it_rejects(self, imported, cast):
        imported(HEADER + "o1,buyer,First,2024-05-01T10:00:00Z,taken\n")
        text = (
            HEADER
            + 'o1,buyer,"Two\nlines",2024-05-01T10:00:00Z,\n'
            + "o9,buyer,Hello,2024-05-01T10:00:00Z,\n"
            + "o1,agent,Hello,2024-05-01T10:00:00Z,\n"
            + "o1,buyer,  ,2024-05-01T10:00:00Z,\n"
            + f"o1,buyer,{'x' * 10_001},2024-05-01T10:00:00Z,\n"
            + "o1,buyer,a bell\a,2024-05-01T10:00:00Z,\n"
            + "o1,buyer,Hello,2024-05-01 10:00,\n"
            + "o1,buyer,Hello,2999-05-01T10:00:00Z,\n"
            + "o1,buyer,Other words,2024-05-01T10:00:00Z,taken\n"
            + ",buyer,Hello,2024-05-01T10:00:00Z,\n"
            + "o1,buyer,Hello\n"
        )
        out, rejects = imported(text)
        assert "1 messages new" in out and "10 rejected" in out
        said = {
            4: "order: There is no order o9; import orders before their messages.",
            5: "sender: ",
            6: "body: ",
            7: "body: A message has at most 10,000 characters",
            8: "body: This has control characters",
            9: "sent_at: Give a time as in",
            10: "sent_at: ",
            11: "external_id: Another message has this external id.",
            12: "order: Every message names its order",
            13: "malformed: This record has 3 fields; the header names 5 columns.",
        }
        assert rejects.keys() == said.keys()
        assert {line: rejects[line][: len(start)] for line, start in said.items()} == said

    def test_disturbs_nobody_and_is_held_to_no_limit(self, imported, cast):
        with cast.inside():
            order = review_of(cast, external_id="o3").order
        before = everything(cast)
        recent = datetime.now(UTC) - timedelta(minutes=5)
        times = [(recent + timedelta(seconds=n)).isoformat(timespec="seconds") for n in range(30)]
        text = HEADER + "".join(f"o3,seller,I pay you 50 dollars to delete your review,{at},\n" for at in times)
        out, rejects = imported(text)
        assert "30 messages new" in out and rejects == {}
        assert everything(cast)[2:] == before[2:]
        with cast.inside():
            assert len(contact_facts_of(order).seller_wrote_at) == 30

    def test_cases_see_that_the_chat_is_longer(self, imported, cast):
        looked_at = datetime.now(UTC)
        imported(HEADER + "o1,buyer,Hello,2020-05-01T10:00:00Z,\n")
        with cast.inside():
            order = Message.objects.get().order
            assert messages_since(looked_at, order=order).exists()

    def test_a_trial_run_keeps_nothing(self, imported, cast):
        before = everything(cast)
        out, rejects = imported(
            HEADER + "o1,buyer,Hello,2024-05-01T10:00:00Z,\n" + "o1,nobody,Hello,2024-05-01T10:00:00Z,\n", "--dry-run"
        )
        assert "Checked 2 rows" in out and list(rejects) == [3]
        assert everything(cast) == before

    def test_needs_its_columns(self, imported, cast):
        with pytest.raises(CommandError, match="no column sent_at") as caught:
            imported("order,sender,body\n")
        assert caught.value.returncode == 2

    def test_cannot_be_changed_afterwards(self, imported, cast):
        imported(HEADER + "o1,buyer,Hello,2024-05-01T10:00:00Z,\n")
        with cast.inside(), pytest.raises(Exception, match="Cannot (update|delete)"):
            Message.objects.update(body="Other words")


@pytest.mark.django_db(transaction=True)
class TestImportMessagesAtOnce:
    def test_two_imports_of_the_same_rows_take_each_message_once(self, cast):
        rows = [
            (
                number + 2,
                {
                    "order": f"o{number % 2 + 1}",
                    "sender": "buyer",
                    "body": f"Message {number}",
                    "sent_at": "2024-05-01T10:00:00Z",
                    "external_id": f"m{number}" if number % 3 else "",
                },
            )
            for number in range(1200)
        ]
        results = at_once(3, lambda _: import_messages(tenant=cast.tenant, by=None, rows=rows, now=NOW))
        assert sum(counts.created for counts in results) == 1200
        assert sum(counts.unchanged for counts in results) == 2400
        with cast.inside():
            assert Message.objects.count() == 1200
