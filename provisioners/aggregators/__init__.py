"""Aggregators, which feed other directories: one file a connector."""
