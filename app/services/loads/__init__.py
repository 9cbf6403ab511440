"""Files and rows that come in: looked at, loaded, taken back as a whole."""
