"""Parts that die come back, and none outlives the supervisor."""

import os
import signal
import time

import pytest

from marketplace.servers.processes import is_alive
from marketplace.servers.runfile import RunFile
from marketplace.servers.supervisor import Supervisor

SLEEP = "import time; print('awake'); time.sleep(60)"
WITH_A_CHILD = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid)
time.sleep(60)
"""
A_SUPERVISOR = """
import sys, time
from pathlib import Path
from marketplace.servers.processes import Child
one = Child(name="web", argv=[sys.executable, "-c", "import time; time.sleep(60)"], log=Path("/dev/null"))
one.start()
print(one.pid)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)"


@pytest.fixture
def supervisor(tmp_path, said):
    supervisor = Supervisor(run_file=RunFile(tmp_path), say=said.append)
    yield supervisor
    supervisor.stop_all()


class TestRestarting:
    def test_starts_a_killed_part_again_and_tells_its_new_number(self, supervisor, child, said, eventually):
        worker = child("worker", SLEEP)
        supervisor.add(worker)
        first = supervisor.run_file.read()["worker"]["pid"]

        os.kill(first, signal.SIGKILL)

        def is_back():
            supervisor.look()
            return supervisor.run_file.read()["worker"]["pid"] not in (first, None)

        eventually(is_back)
        assert is_alive(supervisor.run_file.read()["worker"]["pid"])
        assert said == ["worker was killed by signal 9; starting it again in 0.5 seconds."]

    def test_waits_longer_each_time_a_part_dies_at_once(self, supervisor, child, said, eventually):
        supervisor.add(child("beat", "raise SystemExit(3)"))

        def has_died_three_times():
            supervisor.look()
            return len(said) == 3

        eventually(has_died_three_times)
        assert [sentence.rsplit(" ", 2)[1] for sentence in said] == ["0.5", "1", "2"]
        assert "ended with status 3" in said[0]

    def test_ends_what_a_killed_part_left_in_its_group(self, supervisor, child, eventually):
        web = child("web", WITH_A_CHILD)
        supervisor.add(web, {"port": 8000})
        eventually(lambda: web.lines)
        grandchild = int(web.lines[0])

        os.kill(web.pid, signal.SIGKILL)
        eventually(web.has_ended)
        supervisor.look()

        eventually(lambda: not is_alive(grandchild))


class TestStopping:
    def test_stops_the_last_first_and_takes_the_file_away(self, supervisor, child, said):
        parts = [child(name, SLEEP) for name in ("valkey", "worker", "web")]
        for part in parts:
            supervisor.add(part)

        supervisor.stop_all()

        assert said == ["Stopping web …", "Stopping worker …", "Stopping valkey …"]
        assert not any(is_alive(part.pid) for part in parts)
        assert supervisor.run_file.read() == {}

    def test_ends_the_deaf_and_the_paused(self, supervisor, child, eventually):
        deaf = child("worker", STUBBORN, ladder=((signal.SIGTERM, 0.3),))
        paused = child("web", SLEEP)
        for part in (deaf, paused):
            supervisor.add(part)
            eventually(lambda part=part: part.lines)
        os.kill(paused.pid, signal.SIGSTOP)

        began = time.monotonic()
        supervisor.stop_all()

        assert not is_alive(deaf.pid)
        assert not is_alive(paused.pid)
        assert time.monotonic() - began < 5


def test_lines_are_shown_and_kept(child, tmp_path, said):
    speaker = child("beat", "print('one'); print('two')", show=said.append)
    speaker.start()

    assert speaker.finish() == 0
    assert said == ["one", "two"]
    assert (tmp_path / "beat.log").read_text() == "one\ntwo\n"


def test_a_failure_carries_the_end_of_the_log(child, tmp_path):
    broken = child("web", "print('the reason'); raise SystemExit(1)")
    broken.start()
    broken.finish()

    told = str(broken.trouble("The web server did not start."))

    assert told.startswith("The web server did not start.")
    assert "the reason" in told
    assert str(tmp_path / "web.log") in told


def test_children_do_not_outlive_us(child, eventually):
    """A supervisor that is killed takes its children along: the kernel tells them."""
    parent = child("supervisor", A_SUPERVISOR)
    parent.start()
    eventually(lambda: parent.lines)
    grandchild = int(parent.lines[0])

    os.kill(parent.pid, signal.SIGKILL)

    eventually(lambda: not is_alive(grandchild))
