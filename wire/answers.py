"""Answers of calls, for the published schema."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers


class AnswerOf(serializers.Serializer):
    """An answer that holds every field of the body it derives from: `class OrderAnswer(AnswerOf, OrderBody)`.

    `nullable` names the fields that a body may not clear and that may be null all the same. Texts that a body may
    leave out are empty here.
    """

    nullable: ClassVar[tuple[str, ...]] = ()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = True
            field.allow_null = field.allow_null or name in self.nullable
            if isinstance(field, serializers.CharField):
                field.allow_blank = True
        return fields
