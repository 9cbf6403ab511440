"""What is kept and for how long, holds, and erasing on request: pages for leads."""
