"""Themes, trades and parts of customers' sites: data, and its loader."""

from site_templates.loader import FALLBACK_TRADE as FALLBACK_TRADE
from site_templates.loader import ROOT as ROOT
from site_templates.loader import Motif as Motif
from site_templates.loader import Theme as Theme
from site_templates.loader import Trade as Trade
from site_templates.loader import TradeCopy as TradeCopy
from site_templates.loader import part as part
from site_templates.loader import said_in as said_in
from site_templates.loader import template_sources as template_sources
from site_templates.loader import themes as themes
from site_templates.loader import trades as trades
from site_templates.loader import words as words
