"""The central register as the laptop sees it: the client, the outbox, and a reference server."""
