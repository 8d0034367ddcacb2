"""Models of the room sign_up. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt

from api.client.shape import Shape


class CampaignLinkAnswer(Shape):
    """A campaign's link and its address."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    campaign_id: str
    expires_at: dt.datetime
    address: str


class CampaignLinkBody(Shape):
    """Until when employers may sign up by the link."""

    expires_at: dt.datetime


class OpenCampaignAnswer(Shape):
    """Which campaign a link is for."""

    campaign_id: str
    name: str
    expires_at: dt.datetime


class SignUpBody(Shape):
    """An employer signs up by a campaign's link."""

    name: str
    district: str | None = None
    industry: str | None = None
    contact: str | None = None
    phone: str | None = None
    token: str
    login: str
    password: str


class SignedUp(Shape):
    """The new employer and its account."""

    employer_id: str
    account_id: str
