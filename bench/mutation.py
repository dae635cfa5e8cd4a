"""Breaks the rules on purpose, one small change at a time, in a copy of them that is the current directory.

Functions are changed and tested by mutmut. It leaves data outside of functions alone, and much of a policy is data:
who may move, appeal or answer for what. `check_tables` changes those, with mutmut's reader, and in a process of its
own for each change, because a table is built when its module is imported.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from typing import NamedTuple

import libcst as cst

# mutmut keeps the changed copies of a function beside it, which a test that lists a module's functions would find.
CONFIG = """
[tool.mutmut]
source_paths = ["policy"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-k", "not test_no_limit_is_left_out"]
pytest_add_cli_args_test_selection = ["tests/policy"]
use_git_change_detection = false
timeout_constant = 30.0

[tool.pytest.ini_options]
python_files = ["test_*.py"]
"""
CONFTEST = """
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutants",
    max_examples=50,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=HealthCheck,
)
settings.load_profile("mutants")
"""
TIMEOUT_SECONDS = 60
KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"


class Mutant(NamedTuple):
    """One change: where, what stood there, what stands there instead, and what the tests made of it."""

    path: str
    line: int
    old: str
    new: str
    fate: str


def sentences_stay(of_strings):
    """A literal with a space in it is wording and stays; names, keys, codes and paths are changed."""

    def operator(node: cst.BaseString) -> Iterator[cst.BaseString]:
        if " " not in cst.Module([]).code_for_node(node):
            yield from of_strings(node)

    return operator


def return_nothing(node: cst.Return) -> Iterator[cst.Return]:
    """None for what is returned, where that is not as good as None already (False, an empty text or tuple)."""
    given = cst.Module([]).code_for_node(node.value) if node.value else "None"
    if given not in ("None", "False", '""', "()", "[]"):
        yield node.with_changes(value=cst.Name("None"), whitespace_after_return=cst.SimpleWhitespace(" "))


def drop_entry(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """A set, a dictionary, a list or a tuple in parentheses, without one of its entries."""
    if isinstance(node, cst.Tuple) and not node.lpar:
        return
    for index in range(len(node.elements)):
        left = [*node.elements[:index], *node.elements[index + 1 :]]
        if isinstance(node, cst.Set) and not left:
            yield cst.Dict([])
            continue
        if isinstance(node, cst.Tuple) and len(left) == 1:
            left = [left[0].with_changes(comma=cst.Comma())]
        yield node.with_changes(elements=left)


def _operators(*, of_functions: bool) -> None:
    """Choose mutmut's operators and ours: the changes it knows for functions, what a table can lose for tables."""
    from mutmut.mutation import mutators

    shared = [(kind, drop_entry) for kind in (cst.Set, cst.Dict, cst.List, cst.Tuple)]
    if not of_functions:
        shared += [(cst.BaseNumber, mutators.operator_number), (cst.Name, mutators.operator_name)]
        mutators.mutation_operators[:] = shared
        return
    strings = sentences_stay(mutators.operator_string)
    known = [(kind, strings if op is mutators.operator_string else op) for kind, op in mutators.mutation_operators]
    mutators.mutation_operators[:] = [*known, (cst.Return, return_nothing), *shared]


# ---------------------------------------------------------------------------------------------- functions, by mutmut


def check_functions(modules: list[str], workers: int) -> list[Mutant]:
    """Run mutmut to its end, and read what came of each mutant."""
    from mutmut.__main__ import cli
    from mutmut.mutation.diff_apply import read_functions_from_index
    from mutmut.stats import status_by_exit_code

    _operators(of_functions=True)
    names = [_name(path) + ".x*" for path in modules]
    cli(["run", "--max-children", str(workers), *names], standalone_mode=False)
    found = []
    for path in modules:
        results = Path("mutants", f"{path}.meta")
        for key, code in json.loads(results.read_text())["exit_code_by_key"].items():
            old, new = read_functions_from_index(key, path)
            fate = status_by_exit_code[code]
            fate = {"no tests": SURVIVED, "segfault": KILLED}.get(fate, fate)
            found.append(_mutant(path, cst.Module([old]).code, cst.Module([new]).code, fate, _begins(path, key)))
    return found


def _name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _begins(path: str, key: str) -> int:
    """The line before the function's first one."""
    from mutmut.utils.format_utils import orig_function_and_class_names_from_key

    name, owner = orig_function_and_class_names_from_key(key)
    inside = False
    for number, line in enumerate(Path(path).read_text().splitlines()):
        if not line.startswith((" ", "#", ")", "]", "}")) and line:
            inside = line.startswith(f"class {owner}") if owner else True
        if inside and line.strip().startswith(f"def {name}("):
            return number
    return 0


def _mutant(path: str, old: str, new: str, fate: str, begins: int = 0) -> Mutant:
    before, after = old.strip().splitlines(), new.strip().splitlines()
    first = next(i for i, pair in enumerate(zip([*before, ""], [*after, ""], strict=False)) if pair[0] != pair[1])
    tail = 0
    while tail < min(len(before), len(after)) - first and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    changed = (" ".join(map(str.strip, lines[first : len(lines) - tail])) for lines in (before, after))
    return Mutant(path, begins + first + 1, *changed, fate)


# ------------------------------------------------------------------------------------------------ tables, one by one


class _Changed(MetaPathFinder, Loader):
    """Gives one module with other words than its file has."""

    def __init__(self, path: str, source: str) -> None:
        self.path, self.source = path, source
        self.package = path.endswith("__init__.py")
        self.name = _name(path)

    def find_spec(self, name, path=None, target=None):
        return spec_from_loader(name, self, origin=self.path, is_package=self.package) if name == self.name else None

    def exec_module(self, module) -> None:
        module.__file__ = self.path
        if self.package:
            module.__path__ = [str(Path(self.path).parent)]
        exec(compile(self.source, self.path, "exec"), module.__dict__)


def check_tables(modules: list[str], workers: int) -> list[Mutant]:
    """Test each change of data outside of functions in a process that has imported nothing of the policy yet."""
    import hypothesis.strategies  # noqa: F401  once here rather than in every process
    import pydantic  # noqa: F401
    import pytest

    pytest.main(["--version"])  # which loads its own plugins
    _operators(of_functions=False)
    changes = [(path, old, new) for path in modules for old, new in _changes(Path(path))]
    with multiprocessing.get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
        return [_mutant(*each) for each in pool.imap(_survives, changes, chunksize=1)]


def _changes(path: Path) -> Iterator[tuple[str, str]]:
    from mutmut.mutation.file_mutation import create_mutations

    source = path.read_text()
    module, mutations, *_ = create_mutations(str(path), source)
    exported = {id(node) for line in module.body if "__all__" in module.code_for_node(line) for node in _below(line)}
    for change in mutations:
        inside = isinstance(change.contained_by_top_level_function, cst.FunctionDef)
        if not inside and id(change.original_node) not in exported:
            yield source, module.deep_replace(change.original_node, change.mutated_node).code


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _below(child)


def _survives(change: tuple[str, str, str]) -> tuple[str, str, str, str]:
    """Run the tests nearest to the module, and all others if those notice nothing."""
    import pytest

    path, old, new = change
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(TIMEOUT_SECONDS)
    began = time.monotonic()
    sys.meta_path.insert(0, _Changed(path, new))
    sys.path.insert(0, str(Path.cwd()))
    module = Path(path).relative_to("policy")
    module = module.parent if module.stem == "__init__" else module
    nearest = Path("tests/policy") / module.with_name(f"test_{module.stem}.py")
    for tests in ([str(nearest)] if nearest.exists() else [], ["tests/policy"]):
        if tests and pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]) != 0:
            return path, old, new, TIMEOUT if time.monotonic() - began >= TIMEOUT_SECONDS else KILLED
    return path, old, new, SURVIVED


def _too_long(*_) -> None:
    raise TimeoutError


if __name__ == "__main__":
    part, workers, *modules = sys.argv[1:]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    check = {"functions": check_functions, "tables": check_tables}[part]
    Path(f"{part}.json").write_text(json.dumps(check(modules, int(workers))))
