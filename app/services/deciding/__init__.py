"""What people decide: about matches, suppliers, exclusion grounds and prices; and what waits for them."""
