"""Files that people send: what kind they are, whether they are harmful, where they are kept."""
