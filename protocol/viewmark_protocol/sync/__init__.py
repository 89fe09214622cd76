"""Sync is a pull by cursor `{log id, sequence}`: the laptop asks, stores durably, then acknowledges."""
