"""Countersign: task intake and sign-off in Slack.

template   Markdown <-> form <-> answers; pure, knows nobody
tasks      what a task is, what may happen to it, where it is kept
authoring  what the writer of a template uses: `countersign template`
reminders  when somebody is reminded
slack      how it looks and is touched in Slack
sandbox    a small Slack on loopback, to try and to test with
app        wires the rooms; cli starts it; settings reads the environment
"""
