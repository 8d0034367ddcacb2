"""Every room of the service. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.rooms.accounts import Accounts
from api.client.rooms.audit import Audit
from api.client.rooms.campaigns import Campaigns
from api.client.rooms.carriers import Carriers
from api.client.rooms.cases import Cases
from api.client.rooms.comparison import Comparison
from api.client.rooms.employers import Employers
from api.client.rooms.escort_runs import EscortRuns
from api.client.rooms.figures import Figures
from api.client.rooms.ground import Ground
from api.client.rooms.invitations import Invitations
from api.client.rooms.keys import Keys
from api.client.rooms.ledger import Ledger
from api.client.rooms.manifests import Manifests
from api.client.rooms.offers import Offers
from api.client.rooms.plan_orders import PlanOrders
from api.client.rooms.plans import Plans
from api.client.rooms.profiles import Profiles
from api.client.rooms.publications import Publications
from api.client.rooms.requests import Requests
from api.client.rooms.rosters import Rosters
from api.client.rooms.scenarios import Scenarios
from api.client.rooms.service import Service
from api.client.rooms.session import Session
from api.client.rooms.sign_up import SignUp
from api.client.rooms.snapshots import Snapshots
from api.client.rooms.travel import Travel
from api.client.rooms.views import Views
from api.client.rooms.workers import Workers


class Rooms:
    """The calls of the service, by what they are about."""

    def __init__(self, calls: Calls) -> None:
        self.accounts = Accounts(calls)
        self.audit = Audit(calls)
        self.campaigns = Campaigns(calls)
        self.carriers = Carriers(calls)
        self.cases = Cases(calls)
        self.comparison = Comparison(calls)
        self.employers = Employers(calls)
        self.escort_runs = EscortRuns(calls)
        self.figures = Figures(calls)
        self.ground = Ground(calls)
        self.invitations = Invitations(calls)
        self.keys = Keys(calls)
        self.ledger = Ledger(calls)
        self.manifests = Manifests(calls)
        self.offers = Offers(calls)
        self.plan_orders = PlanOrders(calls)
        self.plans = Plans(calls)
        self.profiles = Profiles(calls)
        self.publications = Publications(calls)
        self.requests = Requests(calls)
        self.rosters = Rosters(calls)
        self.scenarios = Scenarios(calls)
        self.service = Service(calls)
        self.session = Session(calls)
        self.sign_up = SignUp(calls)
        self.snapshots = Snapshots(calls)
        self.travel = Travel(calls)
        self.views = Views(calls)
        self.workers = Workers(calls)
