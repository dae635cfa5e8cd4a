"""Statements of reasons on their way to the EU's DSA Transparency Database (DSA Art. 24(5))."""
