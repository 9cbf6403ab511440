"""Every query, one file per file of `models`. Functions take a session and never commit."""
