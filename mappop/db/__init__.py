"""How it is kept: engine, unit of work, outbox, audit trail, tables and queries."""
