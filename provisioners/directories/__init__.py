"""Directories: one file a connector."""
