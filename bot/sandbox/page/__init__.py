"""The sandbox's page: a workspace to click through in a browser, for one person at a time."""
