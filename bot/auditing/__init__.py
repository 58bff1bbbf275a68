"""What the commands `audit` and `export --audit` do."""
