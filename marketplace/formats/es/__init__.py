"""English: days before months, hours to 24, as on every page."""
