"""The `mappop` command."""
