"""What Fairhand writes to people: messages queued with the change they tell of, and how they leave."""
