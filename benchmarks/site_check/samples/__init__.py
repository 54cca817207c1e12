"""Sixty sample businesses, all fictitious, phones from 555-01xx: everyday ones of every trade, and hard ones."""

from __future__ import annotations

from benchmarks.site_check.samples.everyday import EVERYDAY as EVERYDAY
from benchmarks.site_check.samples.hard import HARD as HARD
from benchmarks.site_check.samples.hard import HOSTILE as HOSTILE

SAMPLES = (*EVERYDAY, *HARD)
