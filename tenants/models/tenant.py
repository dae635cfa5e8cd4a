"""One marketplace, found by its host name."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import uuid6
from django.conf import settings
from django.db import models


class Preset(models.TextChoices):
    GAME_GOODS = "game_goods", "Game goods"
    GAME_SERVICES = "game_services", "Game services"
    RETAIL = "retail", "Retail"
    FULFILMENT_NETWORK = "fulfilment_network", "Fulfilment network"


class Tenant(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    host = models.CharField(max_length=253, unique=True, help_text="Host name without a port, in lower case.")
    timezone = models.CharField(max_length=64, default="UTC")
    # What its pages and letters speak to whom nobody knows a language of.
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en", db_default="en")
    preset = models.CharField(max_length=32, choices=Preset.choices, help_text="The policy it began with.")
    created_at = models.DateTimeField()
    # Of a hundred decisions, so many are decided once more by another agent, blind.
    second_look_percent = models.PositiveSmallIntegerField(default=10, db_default=10)
    # Its own look, over the colours of its preset: "#rrggbb", and an image that was checked and made anew.
    accent = models.CharField(max_length=7, blank=True, default="", db_default="")
    logo = models.FileField(max_length=200, blank=True, default="", db_default="")
    # Whether anybody outside is to hear of events; without listeners none are noted.
    listens = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(second_look_percent__lte=100), name="second_looks_of_a_hundred"),
            models.CheckConstraint(
                condition=models.Q(accent="") | models.Q(accent__regex=r"^#[0-9a-f]{6}$"), name="accent_is_a_colour"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
