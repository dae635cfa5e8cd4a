"""Walls round the keys by which the words of a review are found again."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("feedback", "0006_words_read")]
    operations = [*wall("feedback_wordingband", review_id="feedback_review")]
