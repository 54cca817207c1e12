"""Which internet addresses are public: an explicit list of what is not, as standard libraries differ by version."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA's special-purpose registries (read 2026-11-22), and what routers of old still treat apart.
_FORBIDDEN_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network; 0.0.0.0 is loopback on Linux
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT; 100.100.100.200 is one cloud's metadata
            "127.0.0.0/8",
            "168.63.129.16/32",  # one cloud's own services for its machines, on a public number
            "169.254.0.0/16",  # link-local; 169.254.169.254 is most clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",  # documentation, as the next but two
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15",  # benchmarks of networks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
_UNICAST_6 = IPv6Network("2000::/3")  # nothing else is handed out: mapped, NAT64, local and multicast are outside
_FORBIDDEN_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them: it carries an IPv4 address inside
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: carries an IPv4 address inside
            "3fff::/20",  # documentation
        ),
    )
)
# A group that marks the last 32 bits as an IPv4 address (RFC 5214).
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def is_public(text: str) -> bool:
    """Whether an address is one of the open internet: neither private nor local, shared, reserved or a tunnel."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _FORBIDDEN_4)
    return _is_public_6(address)


def _is_public_6(address: IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return is_public(str(address.ipv4_mapped))
    if address.scope_id or address not in _UNICAST_6 or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return not any(address in network for network in _FORBIDDEN_6)
