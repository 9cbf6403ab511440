"""Other people's systems: programs that call with a token, webhooks, and addresses that are reached."""
