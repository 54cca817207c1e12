"""Stripe in test mode, as published: customers, saved ways to pay, payments, refunds, disputes, events.

Not tried against the live service; `docs/sandbox.md` says what is played, and on which pages it was read.
"""
