"""Ports are kept while they are free, and a taken one is named."""

import socket

import pytest

from marketplace.servers import ports
from marketplace.servers.trouble import UnableToStart


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield listener.getsockname()[1]


def test_a_taken_web_port_is_named_in_one_sentence(taken):
    with pytest.raises(UnableToStart) as refusal:
        ports.require_free(taken)

    assert str(refusal.value) == (f"Port {taken} is taken by another program; choose another with ./run --port N.")


def test_a_port_is_the_same_at_the_next_start(tmp_path):
    memory = tmp_path / "ports.json"

    first = ports.keep(memory, "postgres")
    other = ports.keep(memory, "valkey")

    assert (ports.keep(memory, "postgres"), ports.keep(memory, "valkey")) == (first, other)


def test_a_port_taken_meanwhile_is_replaced(tmp_path, taken):
    memory = tmp_path / "ports.json"
    memory.write_text(f'{{"postgres": {taken}}}')

    assert ports.keep(memory, "postgres") != taken


def test_a_broken_memory_is_replaced(tmp_path):
    memory = tmp_path / "ports.json"
    memory.write_text("[")

    assert ports.keep(memory, "postgres") in ports.CANDIDATES
