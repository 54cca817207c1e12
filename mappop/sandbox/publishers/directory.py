"""The public pages that every directory has; each directory's own hand is in `templates/<name>`."""

from __future__ import annotations

from flask import Flask, Response, abort, render_template, request

from mappop.sandbox import catalogue, printing, world
from mappop.sandbox.listings import Listing
from mappop.sandbox.network import Network

ROBOTS = "User-agent: *\nAllow: /biz/\nAllow: /search\nDisallow: /add\n"


def application(network: Network, name: str) -> Flask:
    app = Flask(f"sandbox.{name}", template_folder=str(printing.TEMPLATES))
    listings = network.listings(name)
    entry = catalogue.entry(name)
    app.jinja_env.globals.update(
        site=entry, layout=f"{name}/layout.html", house=world.house(name), neighbours=world.neighbours
    )
    app.jinja_env.filters.update(printing.FILTERS)

    @app.get("/")
    def home() -> str:
        return render_template("search.html", asked="", results=listings.all()[:30], is_home=True)

    @app.get("/search")
    def search() -> str:
        asked = {key: request.args.get(key, "")[:200] for key in ("name", "city", "region", "phone")}
        results = listings.search(**asked) if asked["name"] or asked["phone"] else []
        return render_template("search.html", asked=asked["phone"] or asked["name"], results=results, is_home=False)

    @app.get("/biz/<slug>")
    def show(slug: str) -> str | tuple[str, int]:
        listing = listings.by_slug(slug)
        if listing is None or listing.status == "pending":
            abort(404)
        if listing.status == "removed":
            return render_template("gone.html"), 410
        return render_template(f"{name}/biz.html", biz=listing.facts, listing=listing, others=_others(listing))

    @app.errorhandler(404)
    def missing(_: Exception) -> tuple[str, int]:
        return render_template("missing.html"), 404

    @app.get("/robots.txt")
    def robots() -> Response:
        return Response(ROBOTS, content_type="text/plain")

    return app


def _others(listing: Listing) -> list[dict[str, str]]:
    """Other businesses, those of the same town first, as every directory prints beside its subject."""
    return sorted(world.neighbours(), key=lambda other: other["city"] != listing.facts.get("city"))[:3]
