"""Map Pop: gets a small business found, from the sales call to the weekly evidence."""
