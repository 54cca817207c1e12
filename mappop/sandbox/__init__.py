"""A pretend world on loopback: publishers, their mistakes, a mailbox. `docs/sandbox.md` is its contract.

It shares no code with the connectors and checkers, so that both can't make one mistake together.
"""
