"""Files that officers add in the browser."""
