"""Casework: what operators add to a check once it is here. Every entry has its author; nothing is overwritten."""
