"""Counted tries (sign-in, second factor): one row a subject and span, raised atomically."""

from django.db import models


class Attempt(models.Model):
    subject = models.CharField(max_length=200, help_text="What is counted, e.g. a hash of an address.")
    span_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "span_start"], name="one_counter_a_span")]
        indexes = [models.Index(fields=["span_start"], name="attempts_by_age")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.count}"
