"""Every use case. A service takes a session, does the whole of one thing, and commits it."""
