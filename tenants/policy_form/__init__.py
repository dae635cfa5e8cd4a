"""The policy document as people read and fill it in: words, units, places; pure, no Django.

`SECTIONS` says what stands where. The desk's form, the readable page and the difference of two versions all read
it, so that a rule is called the same everywhere.
"""

from tenants.policy_form.differences import Change, Changes, difference
from tenants.policy_form.fields import ABSENT, Field, Kind, Option
from tenants.policy_form.layout import Readable, readable
from tenants.policy_form.sections import FIELDS, SECTIONS, Section, field_at
from tenants.policy_form.shown import NO_LIMIT, Typed, in_words, typed_of, value_at
from tenants.policy_form.typed import Wrong, document_of
from tenants.policy_form.units import amount, units

__all__ = [
    "ABSENT",
    "FIELDS",
    "NO_LIMIT",
    "SECTIONS",
    "Change",
    "Changes",
    "Field",
    "Kind",
    "Option",
    "Readable",
    "Section",
    "Typed",
    "Wrong",
    "amount",
    "difference",
    "document_of",
    "field_at",
    "in_words",
    "readable",
    "typed_of",
    "units",
    "value_at",
]
