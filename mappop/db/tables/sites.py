"""What hangs on a site: versions, counts by day, photos that were sent, changes that wait, owners' domains."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.own_domain import DomainState, OwnDomain
from mappop.domain.picture import Picture
from mappop.domain.proposal import Proposal, ProposalState
from mappop.domain.site import SiteVersion

site_versions = Table(
    "site_versions", metadata,
    Column("business_id", ForeignKey("sites.business_id"), primary_key=True),
    Column("version", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("theme", String(40), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("own_host", String(253), nullable=False, server_default=""),
)  # fmt: skip

# One row for a site and a day of the business's own calendar: numbers, and nothing about who.
site_days = Table(
    "site_days", metadata,
    Column("business_id", ForeignKey("sites.business_id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("visits", Integer, nullable=False, server_default="0"),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("directions", Integer, nullable=False, server_default="0"),
    Column("inquiries", Integer, nullable=False, server_default="0"),
)  # fmt: skip

proposals = Table(
    "proposals", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("base_revision", Integer, nullable=False),
    Column("content", json(), nullable=False),
    Column("theme", String(40), nullable=False),
    Column("proposed_by", key(), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("state", text_enum(ProposalState), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decision", json(), nullable=False),
    Index("ix_proposals_business_state", "business_id", "state"),
)  # fmt: skip

# The files lie in the picture store; a row says who may show one.
pictures = Table(
    "pictures", metadata,
    Column("id", key(), primary_key=True),
    Column("holder", key(), nullable=False),
    Column("picture_id", String(40), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_by", key(), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    UniqueConstraint("holder", "picture_id"),
)  # fmt: skip

# A name is held by one business at a time, and a business has one domain at a time: both are NULL where that is over.
own_domains = Table(
    "own_domains", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("sites.business_id"), nullable=False, index=True),
    Column("name", String(253), nullable=False),
    Column("is_whole", Boolean(create_constraint=True, name="is_whole"), nullable=False),
    Column("code", String(64), nullable=False),
    Column("asked_by", key(), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("state", text_enum(DomainState), nullable=False),
    Column("host", String(253), nullable=False),
    Column("is_leaving", Boolean(create_constraint=True, name="is_leaving"), nullable=False),
    Column("looks", Integer, nullable=False),
    Column("looked_at", UtcDateTime),
    Column("look_asked_at", UtcDateTime),
    Column("next_look_at", UtcDateTime, index=True),
    Column("missed", Integer, nullable=False),
    Column("missing_since", UtcDateTime),
    Column("seen", json(), nullable=False),
    Column("why", String(40), nullable=False),
    Column("holds", String(253), unique=True),
    Column("active_for", key(), unique=True),
)  # fmt: skip

registry.map_imperatively(OwnDomain, own_domains)
registry.map_imperatively(Picture, pictures)
registry.map_imperatively(SiteVersion, site_versions)
registry.map_imperatively(Proposal, proposals)
