"""What can be done: one module a subject, each use case one function."""
