"""What is kept, and finding it."""
