"""What a lead sets up for the council: its people, programs and weights; and the list of further pages."""
