"""Rule profiles: the shipped ones and a bureau's own, edition by edition."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict

from api.http.context import Here
from api.http.cross import Listed, Once, Pages, listed
from api.http.documented import content, errors
from api.http.offer_schemas import ProfileAnswer, ProfileLine
from api.http.routes.cases import attachment
from api.http.signed_in import Signed
from api.service.campaigns import profiles as room
from api.service.campaigns.profiles.form import NAME_PATTERN
from api.service.campaigns.profiles.text import profile_text
from api.service.campaigns.tables import Profile

router = APIRouter(prefix="/profiles", tags=["campaigns"])

TOML_TYPE = "application/toml"
_Name: TypeAlias = Annotated[str, Path(description="The profile's name", pattern=NAME_PATTERN, examples=["2020-03"])]
_Edition: TypeAlias = Annotated[int, Path(description="Which edition", ge=1, le=1_000_000, examples=[1])]


class ProfileBody(BaseModel):
    """A profile as its TOML file has it; `format` and `edition` may be left out. `GET` a shipped one for an example."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "name": "spring-2021",
                    "title": "Spring 2021",
                    "sources": {"guide": {"publisher": "Ministry of Transport", "date": "2021-01"}},
                    "caps": [
                        {
                            "id": "high",
                            "mode": "coach",
                            "risk": "high",
                            "share": 0.5,
                            "source": "guide",
                            "verified": True,
                        }
                    ],
                }
            ]
        },
    )


def _line(row: Profile) -> ProfileLine:
    return ProfileLine(**{name: getattr(row, name) for name in ProfileLine.model_fields})


def _told(row: Profile) -> ProfileAnswer:
    return ProfileAnswer(**{name: getattr(row, name) for name in ProfileAnswer.model_fields})


@router.get("", summary="List rule profiles", responses=errors(401, 403, 422))
def list_profiles(actor: Signed, here: Here, pages: Pages) -> Listed[ProfileLine]:
    """The newest edition of each."""
    with here.database.read(actor) as unit:
        found = room.latest_profiles(unit, cursor=pages.cursor, limit=pages.limit)
        return Listed[ProfileLine](**listed(found, _line))


@router.post("", summary="Add an edition of a profile", status_code=201, responses=errors(401, 403, 409, 413, 415, 422))
def create_profile(body: ProfileBody, actor: Signed, here: Here, once: Once) -> ProfileAnswer:
    """An edition never changes; numbers that change make a new one. Every fault is told at its address."""
    document: dict[str, Any] = dict(body.model_extra or {})
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.publish_profile(unit, document).id)
        return _told(unit.session.get_one(Profile, made))


@router.get("/{name}", summary="Read a profile", responses=errors(401, 403, 404, 422))
def read_profile(name: _Name, actor: Signed, here: Here) -> ProfileAnswer:
    """Its newest edition."""
    with here.database.read(actor) as unit:
        return _told(room.profile(unit, name))


@router.get("/{name}/editions", summary="List a profile's editions", responses=errors(401, 403, 404, 422))
def list_editions(name: _Name, actor: Signed, here: Here) -> list[ProfileLine]:
    """The newest first."""
    with here.database.read(actor) as unit:
        return [_line(row) for row in room.profile_editions(unit, name)]


@router.get("/{name}/editions/{edition}", summary="Read an edition of a profile", responses=errors(401, 403, 404, 422))
def read_edition(name: _Name, edition: _Edition, actor: Signed, here: Here) -> ProfileAnswer:
    """One edition."""
    with here.database.read(actor) as unit:
        return _told(room.profile(unit, name, edition))


@router.get(
    "/{name}/editions/{edition}/toml",
    summary="Read an edition as a TOML file",
    response_class=Response,
    responses={**content(TOML_TYPE, "The file"), **errors(401, 403, 404, 422)},
)
def read_toml(name: _Name, edition: _Edition, actor: Signed, here: Here) -> Response:
    """To change it and bring it back under a name of your own."""
    with here.database.read(actor) as unit:
        text = profile_text(room.profile(unit, name, edition).document)
    return Response(text, media_type=TOML_TYPE, headers=attachment(f"{name}-{edition}.toml"))
