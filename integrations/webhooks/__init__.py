"""How events reach addresses outside: what is told, how it is signed, where it may go, and when again."""
