"""The door: guard, login, sessions, files to fetch and the timer."""
