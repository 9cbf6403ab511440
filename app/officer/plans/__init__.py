"""Plans of action and their steps."""
