"""The editor of a council's own questionnaires."""
