"""Notices of illegal content (DSA Art. 16): what an address means, the secret link, the case that follows."""
