"""What runs later: each job is one call of one service."""
