"""What the command `doctor` does."""
