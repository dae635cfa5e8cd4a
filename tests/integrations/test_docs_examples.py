"""Every example of the guides runs: the commands in a shell with the real curl, the Python as it stands."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from standardwebhooks import Webhook

from tests.cast import make_cast

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("docs/api.md", "docs/webhooks.md")
SHOWN_ADDRESS = "http://game-goods.localhost:8000"
ANYTHING = "…"


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    for match in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S):
        yield Block(match[1], match[2], text.count("\n", 0, match.start()) + 2)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console, and what it shows. A command goes on while a line or a quotation is open."""
    lines = text.splitlines()
    while lines:
        command = lines.pop(0).removeprefix("$ ")
        while lines and (command.endswith("\\") or command.count("'") % 2):
            command += "\n" + lines.pop(0)
        shown = []
        while lines and not lines[0].startswith("$ "):
            shown.append(lines.pop(0))
        yield command, "\n".join(shown)


def fits(shown: Any, real: Any) -> bool:
    """Whether the answer is what is shown; `…` stands for anything, as a name for any other fields."""
    if isinstance(shown, dict):
        named = {name: each for name, each in shown.items() if name != ANYTHING}
        known = isinstance(real, dict) and (ANYTHING in shown or set(real) == set(named))
        return known and all(name in real and fits(each, real[name]) for name, each in named.items())
    if isinstance(shown, list):
        return isinstance(real, list) and len(shown) == len(real) and all(map(fits, shown, real))
    if isinstance(shown, str) and ANYTHING in shown:
        pattern = ".*".join(re.escape(part) for part in shown.split(ANYTHING))
        return re.fullmatch(pattern, str(real), re.S) is not None
    return bool(shown == real)


def check(shown: str, real: str, where: str) -> None:
    if not shown.strip():
        return
    try:
        expected, found = json.loads(shown), json.loads(real)
    except ValueError:
        expected, found = shown.strip(), real.strip()
    assert fits(expected, found), f"{where}\nshown: {shown}\nreal:  {real}"


class Reader:
    """Somebody who types everything that a guide shows, in its order."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.state = address, folder / "shell"
        self.names: dict[str, Any] = {}
        self.state.write_text("")

    def type_command(self, command: str) -> str:
        script = f'shopt -s expand_aliases; . "{self.state}"\n{self.here(command)}\nstatus=$?\n'
        script += f'{{ alias -p; declare -p KEY DESK API 2>/dev/null; }} > "{self.state}"; exit $status'
        done = subprocess.run(
            ["bash", "-c", script], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def run_python(self, code: str, monkeypatch: pytest.MonkeyPatch) -> str:
        for name, value in re.findall(r'^declare -- (\w+)="(.*)"$', self.state.read_text(), re.M):
            monkeypatch.setenv(name, value)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(self.here(code), "the guide", "exec"), self.names)
        return printed.getvalue()

    def here(self, text: str) -> str:
        return text.replace(SHOWN_ADDRESS, self.address)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "NO_PROXY": "*", "no_proxy": "*"}


@pytest.mark.parametrize("guide", GUIDES)
def test_every_example_runs_and_shows_what_it_says(guide, live_server, tmp_path, monkeypatch):
    make_cast()
    port = urlsplit(live_server.url).port
    reader = Reader(f"http://game-goods.localhost:{port}", tmp_path)
    written = list(blocks((ROOT / guide).read_text()))
    for block, following in zip(written, [*written[1:], Block("", "", 0)], strict=True):
        where = f"{guide}, line {block.line}"
        if block.language == "console":
            for command, shown in commands(block.text):
                check(shown, reader.type_command(command), f"{where}: {command}")
        elif block.language == "python":
            printed = reader.run_python(block.text, monkeypatch)
            check(following.text if following.language == "text" else "", printed, where)
        elif block.language == "json":
            json.loads(block.text)
    assert {block.language for block in written} <= {"console", "python", "text", "json"}


def test_the_receiver_of_the_guide_takes_what_is_genuine(capsys):
    code = "".join(
        block.text for block in blocks((ROOT / "docs/webhooks.md").read_text()) if block.language == "python"
    )
    names: dict[str, Any] = {}
    exec(compile(code, "the guide", "exec"), names)
    body, secret, now = (
        b'{"type": "review.published", "data": {"id": "7"}}',
        "whsec_" + "c2VjcmV0" * 4,
        datetime.now(UTC),
    )
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", now, body.decode()),
    }
    assert names["receive"](body, headers, secret) == 204
    assert capsys.readouterr().out == "review.published 7\n"
    assert names["receive"](body + b" ", headers, secret) == 400


def test_the_files_of_the_guide_to_moving_in_are_taken_whole(db, tmp_path):
    make_cast()
    written = blocks((ROOT / "docs/imports.md").read_text())
    files = [block.text for block in written if block.language == "csv" and not block.text.startswith("line,reason")]
    commands_of = (["import_orders"], ["import_feedback", "--format", "csv"], ["import_messages"])
    for number, (text, (name, *options)) in enumerate(zip(files, commands_of, strict=True)):
        file = tmp_path / f"{number}.csv"
        file.write_text(text)
        call_command(name, "--tenant", "game-goods", *options, str(file), stdout=io.StringIO())
        assert not file.with_name(f"{file.name}.rejects.csv").exists(), name


class TestFits:
    def test_takes_anything_where_dots_stand(self):
        assert fits({"id": "…", "…": "…"}, {"id": "1", "more": 2})
        assert fits("a…c", "abbc") and fits([{"a": 1}], [{"a": 1}])

    def test_takes_nothing_else(self):
        assert not fits({"id": "…"}, {"id": "1", "more": 2})
        assert not fits({"id": "1"}, {"id": "2"}) and not fits([1], [1, 2]) and not fits("a…c", "abd")
