"""Pages about cases: contesting a review, either side's view of the case, statements, appeals."""
