"""Reads the written part of a demo marketplace, and names its people."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SLUGS = ("game-goods", "game-services", "retail", "fulfilment")
PASSWORD = "demo-touchstone"  # noqa: S105  published on purpose: these accounts exist in the demo alone
OPERATOR = "operator@touchstone.example"

FIRST = (
    "Ada Ben Chloé Deniz Elif Farid Greta Hugo Ines Jonas Kofi Lena Marta Nils Omar Petra Quinn Rosa Sven Tara"
).split()
LAST = "Abel Brandt Costa Diaz Egger Fuchs Greco Haas".split()


@dataclass(frozen=True)
class Login:
    """One of the demo's accounts."""

    email: str
    name: str
    roles: tuple[str, ...]
    external_id: str = ""


@dataclass(frozen=True)
class Catalog:
    """A marketplace as its file describes it."""

    slug: str
    texts: dict[str, Any]

    @property
    def host_name(self) -> str:
        return f"{self.slug}.example"

    @property
    def logins(self) -> tuple[Login, ...]:
        people = [
            Login(f"buyer@{self.host_name}", "Robin Vale", ("buyer",), "buyer-demo"),
            Login(f"seller@{self.host_name}", "Sam Okoye", ("seller",), "seller-demo"),
            Login(f"agent@{self.host_name}", "Ines Roth", ("agent",)),
            Login(f"agent2@{self.host_name}", "Theo Lindqvist", ("agent",)),
            Login(f"lead@{self.host_name}", "Maya Castellan", ("lead", "agent")),
        ]
        if self.texts.get("partners"):
            people.append(Login(f"partner@{self.host_name}", "Dana Whitfield", ("partner",)))
        return tuple(people)

    def seller_id(self, name: str) -> str:
        return "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")


def catalog(slug: str) -> Catalog:
    return Catalog(slug, tomllib.loads((DATA / f"{slug}.toml").read_text()))


def buyer_name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
