"""The example council that the one-machine set-up starts with."""
