"""Social networks: one file a connector."""
