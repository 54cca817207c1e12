"""Directories with public pages, one file each, found by discovery: how to search one and read a listing there."""
