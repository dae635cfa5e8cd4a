"""The shell round every app's API: who calls, what they may, how often, and how answers and refusals look."""
