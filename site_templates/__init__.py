"""Themes, trades and parts of customers' sites: data, and its loader."""
