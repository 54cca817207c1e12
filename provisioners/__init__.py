"""Publish: one file a connector, discovered."""
