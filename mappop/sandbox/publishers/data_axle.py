"""Data Axle Local Listings Premium: submissions that feed the directories some time later.

Path, header, body and the column names are the publisher's own (its page "Local Listings Premium", read 2026);
the shape of the answer is not public: a status and a line per submission is what this sandbox gives.
"""

from __future__ import annotations

import hmac
import json
from typing import Any

from flask import Flask, Response, request

from mappop.sandbox import clock, feeding
from mappop.sandbox.listings import Facts, e164
from mappop.sandbox.network import Network

SUBMISSIONS_MAX = 100
TYPES = ("A", "R", "U", "D")
COLUMNS = {
    "Company Name": "name",
    "Location Address": "street",
    "Location Suite": "unit",
    "Location City": "city",
    "Location State/Province": "region",
    "Location Zip/Postal Code": "postal_code",
    "Location Phone": "phone",
    "Website": "website",
}
OPTIONAL = {"Location Suite", "Website", "Location Address"}
VALUE_MAX = 300


def application(network: Network) -> Flask:
    app = Flask("sandbox.data_axle")

    @app.post("/api/1/submissions")
    def submit() -> Response:
        given = request.headers.get("X-AUTH-TOKEN", "")
        if not hmac.compare_digest(given.encode(), network.keys["data_axle_token"].encode()):
            return _json({"errors": ["X-AUTH-TOKEN is missing or wrong"]}, 401)
        body = request.get_json(silent=True)
        rows = body.get("submissions") if isinstance(body, dict) else None
        if not isinstance(rows, list) or not 1 <= len(rows) <= SUBMISSIONS_MAX:
            return _json({"errors": [f"submissions is a list of 1 to {SUBMISSIONS_MAX}"]}, 400)
        answers = [_answer(network, row) for row in rows]
        is_any_taken = any(answer["status"] == "accepted" for answer in answers)
        return _json({"submissions": answers}, 202 if is_any_taken else 422)

    return app


def _answer(network: Network, row: object) -> dict[str, Any]:
    """One bad row does not hold up the others."""
    errors = _faults(row)
    if errors or not isinstance(row, dict):
        return {"status": "rejected", "errors": errors}
    feeding.schedule(network, row["Submission Type"], _facts(row))
    return {"id": clock.digits(10), "status": "accepted", "Company Name": row["Company Name"]}


def _faults(row: object) -> list[str]:
    if not isinstance(row, dict):
        return ["a submission is an object"]
    faults = [] if row.get("Submission Type") in TYPES else ["Submission Type is one of A, R, U, D"]
    for column in COLUMNS:
        value = row.get(column, "")
        if not isinstance(value, str) or len(value) > VALUE_MAX:
            faults.append(f"{column} is not a text of at most {VALUE_MAX} letters")
        elif not value.strip() and column not in OPTIONAL:
            faults.append(f"{column} is required")
    return faults


def _facts(row: dict[str, Any]) -> Facts:
    """What the row says; columns that it does not carry leave the directories' values as they are."""
    found: Facts = {field: row[column].strip() for column, field in COLUMNS.items() if column in row}
    found["phone"] = e164(found["phone"])
    return found


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
