"""How long what is kept, holds, and erasing what is kept about a person or what a supplier answered."""
