"""Pages about reviews: writing, reading and answering them, and a seller's public page."""
