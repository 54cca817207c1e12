"""The demo: a pretend network, people to sign in as, leads to call, and two owners whose month has begun."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from typing import Any

from mappop.bootstrap import App
from mappop.cli.children import Children
from mappop.domain.lead import Lead
from mappop.domain.person import Centre, CurrentPerson
from mappop.domain.roles import Role
from mappop.sandbox import world
from mappop.services import access, leads, records, sales, scanning
from mappop.services.deps import Deps
from mappop.services.signing import OWNER_LINK
from mappop.settings import Settings
from mappop.simulator.past import Past, Story
from mappop.simulator.selling import sell

PASSWORD = "pop-the-map-2026"  # of every demo sign-in; a sandbox is never open to a network
OWNERS_BUSINESS = "juniper-fern-hair-studio-asheville"
LEAVING_BUSINESS = "eastside-barber-nashville"  # whose owner texts CANCEL: the mailbox has his phone


@dataclass(frozen=True, slots=True)
class _Somebody:
    role: Role
    name: str
    email: str
    centre: str


CENTRES = (Centre("manila", "Harbor Calls Manila", "Asia/Manila"), Centre("cebu", "Cebu Voices", "Asia/Manila"))
PEOPLE = (
    _Somebody(Role.SALES_AGENT, "Ana Reyes", "ana@harbor.example", "manila"),
    _Somebody(Role.VERIFIER, "Ben Santos", "ben@mappop.example", "manila"),
    _Somebody(Role.SUPPORT_AGENT, "Carlo Dizon", "carlo@mappop.example", "manila"),
    _Somebody(Role.ASSISTANT, "Jo Lim", "jo@mappop.example", "manila"),
    _Somebody(Role.CENTRE_MANAGER, "Grace Lopez", "grace@harbor.example", "manila"),
    _Somebody(Role.PROGRAMME_MANAGER, "Noor Haddad", "noor@mappop.example", "manila"),
    _Somebody(Role.ADMIN, "Mia Torres", "mia@mappop.example", "manila"),
)
STORIES = (  # months of billing, so that owners', support's and administration's pages have something to show
    Story("kowalski-electric-milwaukee", 100, by_invoice_on=4, pays_within=6),
    Story(
        "lakeview-family-dental-madison", 47, by_invoice_on=9, pays_within=3, mail_comes_back=True, new_address_on=25
    ),
    Story("nguyen-hale-accounting-houston", 33),
    Story("harbor-light-coffee-portland", 58, by_invoice_on=2),
    Story("summit-ridge-roofing-longmont", 71, by_invoice_on=12, pays_within=9, cancels_on=64),
)
ANOTHER_AGENT = _Somebody(Role.SALES_AGENT, "Leo Cruz", "leo@cebu.example", "cebu")


@dataclass(frozen=True, slots=True)
class World:
    mailbox_url: str
    sandbox_url: str


def start_network(children: Children, environ: dict[str, str], config: Settings, *, port: int) -> World:
    """Start the sandbox on loopback and take its settings into `environ`. Raises OSError where it does not come up."""
    environ.setdefault("MAPPOP_MAILBOX_SECRET", config.secret_key)
    home = config.home / "sandbox"
    command = [sys.executable, "-m", "mappop.sandbox", f"--home={home}", f"--port={port}"]
    process = children.start("sandbox", command, environ, reads_output=True)
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise OSError("the sandbox did not start; its reason stands above")
    told = json.loads(line)
    environ.update(told["settings"])
    environ["MAPPOP_SANDBOX_HOSTS"] = ",".join(told["hosts"])
    return World(told["mailbox_url"], told["sandbox_url"])


def seed(app: App) -> dict[str, dict[str, str]]:
    """People, leads and two running trials; the sign-ins by role. Seeding again changes nothing."""
    deps = app.deps()
    seed_people(deps)
    owners = {owner["business_id"]: owner for owner in world.owners()}
    started = {OWNERS_BUSINESS, LEAVING_BUSINESS, *(story.business_id for story in STORIES)}
    for position, business in enumerate(world.businesses()):
        if business["id"] not in started:
            leads.add_lead(deps, _lead(business, owners[business["id"]], position))
    live_stories(app)
    owner_id = _owner(deps, owners[OWNERS_BUSINESS])
    _owner(deps, owners[LEAVING_BUSINESS])
    sign_in = {who.role.value: {"email": who.email, "password": PASSWORD} for who in PEOPLE}
    link = f"{app.settings.base_url}/o/{OWNER_LINK.sign(app.settings, owner_id)}"
    return {**sign_in, Role.OWNER.value: {"link": link}}


def seed_people(deps: Deps) -> None:
    _seed_centres(deps)
    for who in (*PEOPLE, ANOTHER_AGENT):
        access.add_person(
            deps, email=who.email, name=who.name, role=who.role, password=PASSWORD, centre_id=who.centre
        )  # fmt: skip


def _seed_centres(deps: Deps) -> None:
    with deps.unit_of_work() as uow:
        for centre in CENTRES:
            if uow.centres.find(centre.id) is None:
                uow.centres.add(Centre(centre.id, centre.name, centre.timezone))
        uow.commit()


def _lead(business: dict[str, Any], owner: dict[str, Any], position: int) -> Lead:
    known = {"owner": owner["name"], "owner_mobile": owner["mobile"], "owner_email": owner["email"]}
    if not business.get("address_hidden"):
        known |= {key: business["address"].get(key) for key in ("street", "unit", "postal_code")}
    return Lead(
        id=f"lead_{business['id']}"[:64], centre_id="manila" if position % 7 != 6 else "cebu", name=business["name"],
        phone=business["phones"][0]["number"] if business["phones"] else "", city=business["address"]["city"],
        region=business["address"]["region"], timezone=business["timezone"], trade=business["trade"],
        known={key: text for key, text in known.items() if text}, position=position,
    )  # fmt: skip


def live_stories(app: App) -> None:
    """Once: months of billing, up to now."""
    deps, records_by_id = app.deps(), {business["id"]: dict(business) for business in world.businesses()}
    owners = {owner["business_id"]: owner for owner in world.owners()}
    with deps.unit_of_work() as uow:
        if uow.businesses.find(STORIES[0].business_id) is not None:
            return
        mia = uow.people.first(email=PEOPLE[-1].email)
    assert mia is not None
    agent = demo_agent(deps)
    past = Past(app.settings, until=app.clock.now(), agent=agent, clerk=replace(agent, id=mia.id, role=mia.role))
    past.live([(story, records_by_id[story.business_id], owners[story.business_id]) for story in STORIES])


def _owner(deps: Deps, owner: dict[str, Any]) -> str:
    """The owner's id. The trial is sold and confirmed through the very services that the consoles use."""
    with deps.unit_of_work() as uow:
        person = uow.people.first(business_id=owner["business_id"])
    if person is None:
        _sell(deps, owner)
        with deps.unit_of_work() as uow:
            person = uow.people.first(business_id=owner["business_id"])
    if person is None:
        raise OSError("the demo's own trial could not be made")
    return person.id


def _sell(deps: Deps, owner: dict[str, Any]) -> None:
    record = next(dict(b) for b in world.businesses() if b["id"] == owner["business_id"])
    agent = demo_agent(deps)
    scan_id = scanning.scan_now(deps, records.nap_of(records.take_in(deps, record)), who=agent)
    trial_id = sell(deps, agent, record=record, owner=owner, scan_id=scan_id)
    sales.confirm_by_link(deps, trial_id, evidence={"demo": "seeded"})


def demo_agent(deps: Deps) -> CurrentPerson:
    """Ana, as if signed in."""
    with deps.unit_of_work() as uow:
        ana = uow.people.first(email=PEOPLE[0].email)
    assert ana is not None
    return CurrentPerson(
        id=ana.id, name=ana.name, email=ana.email, role=ana.role, centre_id=ana.centre_id, centre=CENTRES[0].name,
        timezone=CENTRES[0].timezone, business_id=None, session="",
    )  # fmt: skip
