"""Plans of action: their steps, files and messages."""
