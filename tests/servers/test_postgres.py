"""The embedded PostgreSQL starts from whatever an earlier run left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest

from marketplace.servers import cluster as clusters
from marketplace.servers.postgres import Postgres
from marketplace.servers.processes import is_alive
from marketplace.servers.trouble import UnableToStart


@pytest.fixture
def home():
    """A data folder that the database's account may pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="touchstone-servers-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(home, said):
    """Makes servers on `home`, and stops them."""
    made = []

    def make():
        made.append(Postgres(home, say=said.append, durable=False))
        return made[-1]

    yield make
    for server in made:
        server.child.stop()


def ask(url, query):
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


class TestRoles:
    def test_the_application_writes_but_owns_nothing_and_passes_no_wall(self, postgres):
        server = postgres()
        server.start()
        ask(server.url("owner"), "CREATE TABLE thing (id bigserial PRIMARY KEY, name text)")

        ask(server.url("app"), "INSERT INTO thing (name) VALUES ('x')")
        assert ask(server.url("app"), "SELECT name FROM thing") == [("x",)]
        assert ask(
            server.url("app"),
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user",
        ) == [(False, False, False)]
        for refused in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE mine ()"):
            with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.ProgrammingError)):
                ask(server.url("app"), refused)

    def test_nobody_comes_in_without_the_password(self, postgres):
        server = postgres()
        server.start()

        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(server.url("app").replace(server.passwords["app"], "guessed"))
        assert (server.cluster / clusters.MARKER).stat().st_mode & 0o777 == 0o600


class TestRecovery:
    def test_data_and_port_survive_kill_9(self, postgres, said, eventually):
        first = postgres()
        first.start()
        ask(first.url("owner"), "CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(first.child.pid, signal.SIGKILL)
        eventually(first.child.has_ended)
        first.child.clear_away()

        second = postgres()
        second.start()

        assert second.url("owner") == first.url("owner")
        assert ask(second.url("owner"), "SELECT one FROM kept") == [(1,)]
        assert "died" in said[-1]

    def test_a_lock_whose_number_is_another_program_by_now_is_removed(self, postgres, said):
        first = postgres()
        first.start()
        first.child.stop()
        stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        try:
            (first.cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{first.cluster}\n")

            postgres().start()

            assert stranger.poll() is None
            assert f"process {stranger.pid} is another program by now" in said[-1]
        finally:
            stranger.kill()
            stranger.wait()

    def test_a_server_left_running_is_stopped_first(self, postgres, said):
        left = postgres()
        left.start()
        pid = left.child.pid

        second = postgres()
        second.start()

        assert not is_alive(pid)
        assert f"process {pid}" in said[0]
        assert ask(second.url("app"), "SELECT 1") == [(1,)]

    def test_a_half_made_database_is_moved_aside_and_named(self, postgres, home, said):
        (home / "postgres").mkdir()
        (home / "postgres" / "PG_VERSION").write_text("18\n")

        postgres().start()

        (aside,) = home.glob("postgres.incomplete-*")
        assert (aside / "PG_VERSION").exists()
        assert str(aside) in said[0]

    def test_another_major_version_is_refused_in_words(self, postgres):
        server = postgres()
        server.start()
        server.child.stop()
        (server.cluster / "PG_VERSION").write_text("17\n")

        with pytest.raises(UnableToStart, match="is of PostgreSQL 17, and this is 18"):
            postgres().start()

    def test_a_server_that_cannot_start_shows_the_end_of_its_log(self, postgres, home):
        server = postgres()
        server.start()
        server.child.stop()
        (server.cluster / "postgresql.auto.conf").write_text("shared_buffers = 'many'\n")

        with pytest.raises(UnableToStart) as refusal:
            postgres().start()

        assert 'invalid value for parameter "shared_buffers"' in str(refusal.value)
        assert str(home / "logs" / "postgres.log") in str(refusal.value)
