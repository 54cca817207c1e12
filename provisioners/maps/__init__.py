"""Maps: one file a connector."""
