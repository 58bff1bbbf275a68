"""What the command `db` does."""
