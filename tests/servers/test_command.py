"""./run says plainly why it does not start."""

import fcntl
import json
import os
import socket
import subprocess
import sys

import pytest

from marketplace.servers.steps import PROJECT


@pytest.fixture
def run(tmp_path):
    """Runs the command as ./run does, and gives back its exit status and what it said."""

    def start(*arguments, data=tmp_path):
        env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        done = subprocess.run(
            [sys.executable, "-m", "marketplace.servers.command", "--no-demo", "--data", data, *arguments],
            cwd=PROJECT,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    return start


def test_a_taken_port_is_named(run):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        port = listener.getsockname()[1]

        status, said = run("--port", str(port))

    assert status == 1
    reason = f"Port {port} is taken by another program; choose another with ./run --port N."
    assert said == f"Touchstone cannot start. {reason}\n"


def test_a_second_run_on_the_same_data_names_the_first(run, tmp_path):
    with (tmp_path / "run.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(json.dumps({"pid": 4711, "port": 8123}))
        held.flush()

        status, said = run("--port", "8124")

    assert status == 1
    assert f"It runs already on {tmp_path}: http://localhost:8123 (process 4711)." in said


def test_a_port_that_is_none_is_refused(run):
    status, said = run("--port", "80000")

    assert status == 2
    assert "80000 is not a port" in said


def test_a_data_folder_that_cannot_be_is_named(run, tmp_path):
    (tmp_path / "file").write_text("")

    status, said = run(data=tmp_path / "file" / "var")

    assert status == 1
    assert f"The data folder {tmp_path / 'file' / 'var'} cannot be used" in said
