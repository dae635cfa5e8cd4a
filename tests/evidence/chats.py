"""Chats for the tests of chat reading: lines of two sides, a minute apart."""

from datetime import UTC, datetime, timedelta

from policy.facts import ChatLine

MORNING = datetime(2026, 5, 1, 9, tzinfo=UTC)


def chat(*lines: str | tuple[str, str]) -> tuple[ChatLine, ...]:
    """Lines of the buyer, or of who is named: `chat("Refund me", ("seller", "Why?"))`."""
    named = [("buyer", line) if isinstance(line, str) else line for line in lines]
    return tuple(
        ChatLine(f"m-{number}", who == "buyer", text, MORNING + timedelta(minutes=number))
        for number, (who, text) in enumerate(named, start=1)
    )


def seller(*texts: str) -> tuple[ChatLine, ...]:
    """Lines of the seller alone."""
    return chat(*(("seller", text) for text in texts))
