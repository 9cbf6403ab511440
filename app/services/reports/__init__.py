"""What the reports on one supplier, on all, and for councillors say, gathered once."""
