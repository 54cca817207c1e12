"""API v1. Grows with its users; each route says what it answers, and the document is made of the routes."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields

from mappop.consoles.console import POLICIES, PUBLIC
from mappop.consoles.current import deps

publishers = Blueprint(
    "api_publishers", "publishers", url_prefix="/api/v1", description="Where a business can be listed"
)


class PublisherSchema(Schema):
    name = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    capabilities = fields.List(fields.String(), required=True)
    evidence = fields.String(required=True, metadata={"description": "how a listing there is proven live"})


@publishers.route("/publishers")  # type: ignore[untyped-decorator]  # the same
@publishers.response(200, PublisherSchema(many=True))  # type: ignore[untyped-decorator]  # the package has no types
def list_publishers() -> list[dict[str, Any]]:
    """Every publisher with what its connector can do."""
    return [
        {
            "name": connector.name,
            "title": connector.title,
            "kind": connector.kind.value,
            "capabilities": sorted(capability.value for capability in connector.capabilities),
            "evidence": connector.evidence.value,
        }
        for connector in deps().connectors.values()
    ]


def register(flask: Flask) -> None:
    flask.config |= {
        "API_TITLE": "Map Pop", "API_VERSION": "v1", "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api/v1", "OPENAPI_JSON_PATH": "openapi.json",
    }  # fmt: skip
    api = Api(flask)
    api.register_blueprint(publishers)
    for endpoint in ("api_publishers.list_publishers", "api-docs.openapi_json"):
        POLICIES[endpoint] = PUBLIC
