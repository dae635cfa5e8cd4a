"""How a case comes to be: looked at before it is filed, its evidence looked up, opened."""
