"""run.json tells tools and settings what runs."""

import json

from marketplace.servers.keys import keep_key
from marketplace.servers.runfile import RunFile, discover

RUNNING = {
    "valkey": {"pid": 5, "url": "redis://v"},
    "web": {"pid": 1, "port": 8000},
    "worker": {"pid": 2},
    "beat": {"pid": 3},
    "postgres": {"pid": 4, "url": "postgres://app", "owner_url": "postgres://owner"},
}


class TestRunFile:
    def test_is_written_as_agreed_and_for_its_owner_only(self, tmp_path):
        RunFile(tmp_path).write(RUNNING)

        path = tmp_path / "run.json"
        assert json.loads(path.read_text()) == RUNNING
        assert list(json.loads(path.read_text())) == ["web", "worker", "beat", "postgres", "valkey"]
        assert path.stat().st_mode & 0o777 == 0o600

    def test_leaves_no_drafts_behind(self, tmp_path):
        RunFile(tmp_path).write(RUNNING)
        RunFile(tmp_path).write(RUNNING)

        assert [path.name for path in tmp_path.iterdir()] == ["run.json"]

    def test_reads_nothing_from_a_broken_file(self, tmp_path):
        (tmp_path / "run.json").write_text('{"web": {"pi')

        assert RunFile(tmp_path).read() == {}


class TestDiscover:
    def test_finds_the_running_servers_and_the_key(self, tmp_path):
        RunFile(tmp_path).write(RUNNING)
        key = keep_key(tmp_path, "secret_key")

        assert discover(tmp_path, {}) == {
            "DATABASE_URL": "postgres://app",
            "DATABASE_OWNER_URL": "postgres://owner",
            "REDIS_URL": "redis://v",
            "SECRET_KEY": key,
        }

    def test_finds_nothing_where_nothing_runs(self, tmp_path):
        keep_key(tmp_path, "secret_key")

        assert discover(tmp_path, {}) == {}
        assert discover(tmp_path / "nowhere", {}) == {}

    def test_never_migrates_another_server_than_the_one_named(self, tmp_path):
        RunFile(tmp_path).write(RUNNING)

        assert "DATABASE_OWNER_URL" not in discover(tmp_path, {"DATABASE_URL": "postgres://elsewhere"})
