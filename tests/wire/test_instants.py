"""Times on the wire."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from wire.instants import read_instant, show_instant


class TestReadInstant:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2026-01-31T09:30:00Z", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
            ("2026-01-31t09:30:00z", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
            ("2026-01-31 09:30:00+02:00", datetime(2026, 1, 31, 7, 30, tzinfo=UTC)),
            ("2026-01-31T09:30:00.123456789-05:30", datetime(2026, 1, 31, 15, 0, 0, 123456, tzinfo=UTC)),
            ("2024-02-29T23:59:59Z", datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ],
    )
    def test_reads_rfc_3339(self, text, moment):
        assert read_instant(text) == moment
        assert read_instant(text).utcoffset() == timedelta(0)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2026-01-31",
            "2026-01-31T09:30:00",  # no offset: nobody knows which moment
            "2026-01-31T09:30Z",
            "2026-02-30T09:30:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T09:30:00+25:00",
            "0001-01-01T00:00:00+10:00",
            "٢٠٢٦-01-31T09:30:00Z",
            "1769851800",
            " 2026-01-31T09:30:00Z",
            "2026-01-31T09:30:00Z\n",
        ],
    )
    def test_refuses_everything_else(self, text):
        with pytest.raises(ValueError, match=r"time"):
            read_instant(text)


class TestShowInstant:
    def test_shows_utc_with_a_z(self):
        east = timezone(timedelta(hours=2))
        assert show_instant(datetime(2026, 1, 31, 9, 30, tzinfo=east)) == "2026-01-31T07:30:00Z"

    def test_keeps_a_fraction_so_that_reading_it_again_gives_the_same_moment(self):
        moment = datetime(2026, 1, 31, 9, 30, 0, 120, tzinfo=UTC)
        assert read_instant(show_instant(moment)) == moment

    def test_refuses_a_time_without_a_zone(self):
        with pytest.raises(ValueError, match="zone"):
            show_instant(datetime(2026, 1, 31))
