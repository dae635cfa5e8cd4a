"""Where the Commission's databases are. Nobody types an address, so none can lead into our own network."""

from __future__ import annotations

from typing import Final

from disputes.models import Database

ADDRESSES: Final[dict[str, str]] = {
    Database.PRODUCTION.value: "https://transparency.dsa.ec.europa.eu",
    Database.SANDBOX.value: "https://sandbox.sor.dsa.ec.europa.eu",
}


def address_of_database(database: str) -> str:
    return ADDRESSES[database]
