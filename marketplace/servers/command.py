"""`./run`, once its environment is there: reads the arguments, starts everything, watches it, stops it."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import ports
from .orphans import clear_orphans
from .output import Terminal
from .processes import Pause
from .start import Start
from .steps import PROJECT
from .trouble import Interrupted, UnableToStart


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments of `./run`."""
    parser = argparse.ArgumentParser(prog="./run", description="Starts Touchstone with all it needs.")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="the web's port (8000)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder for data and logs (var)")
    parser.add_argument("--no-demo", action="store_true", help="start without the demo's marketplaces")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 after being asked to stop, 1 with a plain sentence where something cannot start."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    terminal = Terminal()
    pause = _listen_for_stop()
    try:
        data_dir = _make_folder(options.data or Path(os.environ.get("DATA_DIR") or PROJECT / "var"))
        with _alone(data_dir, options.port):
            clear_orphans(data_dir, terminal.say, pause)
            ports.require_free(options.port)
            start = Start(
                data_dir=data_dir, port=options.port, demo=not options.no_demo, terminal=terminal, pause=pause
            )
            try:
                start.everything()
                start.supervisor.watch(pause)
            finally:
                start.supervisor.stop_all()
    except UnableToStart as error:
        terminal.say(f"Touchstone cannot start. {error}")
        return 1
    except Interrupted:
        terminal.say("Stopped.")
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; use a number from 1 to 65535")
    return int(text)


def _listen_for_stop() -> Pause:
    """A sleep that raises Interrupted once Ctrl-C, SIGTERM or the terminal's end asked us to stop."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: asked.append(received))

    def pause(seconds: float) -> None:
        time.sleep(seconds)
        if asked:
            raise Interrupted

    return pause


def _make_folder(folder: Path) -> Path:
    """The data folder, made if missing. Others may pass through root's, for the database's account must."""
    folder = folder.expanduser().absolute()
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (folder / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise UnableToStart(
            f"The data folder {folder} cannot be used ({error.strerror}); choose another with --data DIR."
        ) from error
    return folder.resolve()


@contextlib.contextmanager
def _alone(data_dir: Path, port: int) -> Iterator[None]:
    """Hold the data folder for this run; the system lets go of it when we end, however we end."""
    try:
        file = (data_dir / "run.lock").open("a+")
    except OSError as error:
        raise UnableToStart(
            f"The data folder {data_dir} cannot be used ({error.strerror}); choose another with --data DIR."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise UnableToStart(f"It runs already on {data_dir}{_described(file.read())}.") from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "port": port}))
        file.flush()
        yield
        file.truncate(0)


def _described(text: str) -> str:
    try:
        holder = json.loads(text)
        return f": http://localhost:{holder['port']} (process {holder['pid']})"
    except (ValueError, KeyError, TypeError):
        return ""


if __name__ == "__main__":
    sys.exit(main())
