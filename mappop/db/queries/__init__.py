"""What pages read, by console. Each page has a fixed number of queries, however many rows it shows."""
