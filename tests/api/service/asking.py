"""An open campaign with two employers that ask for workers, for tests of requests and people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.service.accounts.tables import CampaignEmployer, Employer
from api.service.actor import Actor
from api.service.campaigns.campaigns import CampaignForm, create_campaign, step_campaign
from api.service.campaigns.tables import Campaign
from api.service.people.sealing import new_key
from api.service.people.vault import Vault
from api.service.requests.filing import decide, file_request, submit
from api.service.requests.form import Form, From, Where
from api.service.requests.tables import Request
from api.service.store import Database, Unit

FORM = Form(
    site=Where(name="历下区"),
    contact="李伟",
    phone="138 0000 5678",
    ready="2020-03-08 08:00",
    due="2020-03-12 20:00",
    origins=[From(place=Where(name="兴文县"), headcount=30)],
)
"""A whole form of one origin."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The campaign runs 2020-03-01 to 2020-03-31 and is open; ``ours`` and ``theirs`` are employers in it."""

    database: Database
    vault: Vault
    campaign_id: str
    planner: Actor
    reader: Actor
    ours: Actor
    theirs: Actor

    def file(self, actor: Actor | None = None, form: Form = FORM, **others: Any) -> str:
        """A draft of an employer, by default of ours; its id."""
        with self.database.write(actor or self.ours) as unit:
            return file_request(unit, self.vault, self.campaign_id, replace(form, **others)).id

    def checked(self, form: Form = FORM, **others: Any) -> str:
        """A request of ours that the bureau has checked; its id."""
        request_id = self.file(form=form, **others)
        with self.database.write(self.ours) as unit:
            submit(unit, self.vault, request_id, None)
        with self.database.write(self.planner) as unit:
            decide(unit, request_id, "checked", None)
        return request_id

    def state(self, request_id: str) -> str:
        """The request's state."""
        with self.database.read(self.planner) as unit:
            return unit.get(Request, request_id, what="request").state

    def origins(self, request_id: str) -> list[str]:
        """The ids of its origins, in order."""
        with self.database.read(self.planner) as unit:
            return [origin.id for origin in unit.get(Request, request_id, what="request").origins]

    def campaign(self, unit: Unit) -> Campaign:
        """The campaign's row."""
        return unit.get(Campaign, self.campaign_id, what="campaign")


def asking(database: Database) -> Asking:
    """Fills an empty database with it."""
    planner = Actor(role="planner")
    with database.write(planner) as unit:
        form = CampaignForm(
            name="Spring", receiving_area="济南市", first_day=date(2020, 3, 1), last_day=date(2020, 3, 31),
            profile="2020-02-emergency",
        )  # fmt: skip
        campaign = create_campaign(unit, form)
        employers = [unit.add(Employer(name=name)) for name in ("Engines", "Furnaces")]
        unit.session.flush()
        for employer in employers:
            unit.add(CampaignEmployer(campaign_id=campaign.id, employer_id=employer.id))
        step_campaign(unit, campaign.id, "open", None)
        ours, theirs = (Actor(role="employer", employer_id=employer.id) for employer in employers)
        return Asking(
            database=database, vault=Vault((new_key(),)), campaign_id=campaign.id,
            planner=planner, reader=Actor(role="reader"), ours=ours, theirs=theirs,
        )  # fmt: skip
