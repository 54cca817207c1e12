"""The goals of customers' sites, measured: sixty sample businesses in every theme and both languages.

`python -m benchmarks.site_check [--quick]` builds them, serves them on loopback, and looks at them with a real
Chromium, axe-core, the W3C's HTML checker and Lighthouse.
"""
