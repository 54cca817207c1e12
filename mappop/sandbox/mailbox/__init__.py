"""The owner's phone and inbox: an SMTP sink, a text gateway, and a page that shows what arrived."""
