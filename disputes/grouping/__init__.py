"""Reviews that belong together: how a group case comes to be, grows, and gets cases for all its reviews."""
