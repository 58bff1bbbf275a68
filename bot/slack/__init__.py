"""How Countersign looks and is touched in Slack."""
