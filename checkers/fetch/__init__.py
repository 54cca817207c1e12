"""Polite, guarded reading of public pages: robots.txt, one host at a time, no address that is not public."""
