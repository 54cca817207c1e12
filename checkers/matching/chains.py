"""Names that many branches carry: such a name says nothing without the door.

US chains with about a thousand branches or more, as generally known; squeezed as `NameParts.squeezed`.
"""

from __future__ import annotations

CHAINS = frozenset(
    """
    subway starbucks mcdonalds 711 cvs cvspharmacy walgreens dunkin dunkindonuts riteaid riteaidpharmacy pnc pncbank
    citizensbank familydollar dollargeneral dollartree redbox upsstore fedexoffice usps uspostoffice sunoco shell
    exxon mobil exxonmobil bp chevron texaco speedway circlek marathon valero citgo burgerking wendys tacobell
    pizzahut dominos dominospizza littlecaesars papajohns chase chasebank bankofamerica wellsfargo usbank tdbank
    citibank tmobile verizon verizonwireless att sprint hrblock jiffylube autozone advanceautoparts oreillyautoparts
    supercuts greatclips sportclips radioshack gamestop panera panerabread chipotle chipotlemexicangrill 5guys kfc
    arbys dairyqueen baskinrobbins jimmyjohns quiznos popeyes chickfila sonic walmart target statefarm allstate
    enterpriserentacar sherwinwilliams metropcs boostmobile cricketwireless starbuckscoffee aubonpain einsteinbrosbagels
    """.split()
)

# Those with about nine thousand branches or more: several in every town.
DENSE_CHAINS = frozenset(
    "subway starbucks starbuckscoffee mcdonalds dollargeneral dunkin dunkindonuts 711 cvs cvspharmacy hrblock".split()
)
