"""A small Slack on loopback: real protocol, Slack's refusals, and persons who click."""
