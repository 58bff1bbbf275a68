"""What the bot token may do: what is needed, and what the bot can do without. A test holds manifest.yml equal."""

NEEDED = (
    "commands",
    "chat:write",
    "im:write",
    "im:history",
    "users:read",
    "channels:read",
    "groups:read",
    "files:write",
    "files:read",
)
"""Without one of these something that people see doesn't work."""

OPTIONAL = ("channels:history", "groups:history")
"""Without these a message whose answer was lost may come twice in a channel."""
