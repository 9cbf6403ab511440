"""The people of a council: how they sign in, what they look after, who stands in for them, what they note."""
