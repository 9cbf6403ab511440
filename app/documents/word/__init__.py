"""Word documents: templates with placeholders, filled in without ever running anything from them."""
