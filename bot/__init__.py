"""Countersign: task intake and sign-off in Slack.

template   Markdown <-> form <-> answers; pure, knows nobody
tasks      what a task is, what may happen to it, where it is kept
reminders  when somebody is reminded
slack      how it looks and is touched in Slack
sandbox    a small Slack on loopback, to try and to test with
authoring  the commands for who writes a template
auditing   the commands that check what was kept, and export what happened; keeping copies and restores it
doctoring  the command that looks whether all is well; health says so while the bot runs
export     a task's document for the command line; importing makes tasks of documents there
app        starts and stops what wiring wires, listening takes what Slack sends; cli starts it, demo plays a day
templates  reads the team's templates, anew where they changed
settings   reads the environment, setting_kinds what its texts mean, surroundings its names; policy reminds by it;
           logs says what was done; clock tells the time; arguments and configured read what a command is given
"""
