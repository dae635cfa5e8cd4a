"""docs/seeds.md names every test of a seed's rule, and every parameter with the value that the preset has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from policy.document import preset

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "seeds.md").read_text()
SECTIONS = {
    seed: (name, body)
    for seed, name, body in re.findall(r"^## (S\d):.*?preset `(\w+)`\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
}
PARAMETERS = [
    (name, *found) for name, body in SECTIONS.values() for found in re.findall(r"\| `([\w.]+)` = (.+?) \| `test_", body)
]


def test_every_seed_has_its_section():
    assert [(seed, name) for seed, (name, _) in SECTIONS.items()] == [
        ("S0", "game_goods"),
        ("S1", "game_services"),
        ("S2", "retail"),
        ("S3", "retail"),
        ("S4", "fulfilment_network"),
    ]


@pytest.mark.parametrize("seed", SECTIONS)
def test_names_exactly_the_tests_there_are(seed):
    written = re.findall(r"^    def (test_\w+)", (HERE / f"test_{seed.lower()}.py").read_text(), re.M)
    assert re.findall(r"\| `(test_\w+)` \|$", SECTIONS[seed][1], re.M) == written


@pytest.mark.parametrize(("name", "path", "value"), PARAMETERS)
def test_the_preset_has_the_value(name, path, value):
    found = preset(name)
    for step in path.split("."):
        found = found[step]
    assert found == json.loads(value)
