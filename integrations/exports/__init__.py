"""Moving out: everything of a marketplace as files, and everything about one person."""
