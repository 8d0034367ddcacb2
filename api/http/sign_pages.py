"""The pages that links lead to: signing in, a one-time link, signing up. They work without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.account_schemas import AcceptBody, SignUpBody
from api.http.context import PREFIX, Here
from api.http.routes.invitations import LINK_PATH
from api.http.routes.sign_up import JOIN_PATH
from api.http.sign_form import FormField, Posted, Trouble, new_login, new_password, not_same, trouble_of
from api.http.sign_page import SignPage
from api.http.signed_in import COOKIE, agent_of, by_cookie, check_csrf, clear_cookie, from_where, set_cookie
from api.service.accounts import links, parties, sessions, sign_up
from api.service.accounts.door import SignedIn
from api.service.accounts.passwords import LONGEST
from api.service.accounts.tables import LOGIN_LENGTH, Employer
from api.service.accounts.tokens import LONGEST_TOKEN
from api.service.store import NotFoundError
from scenarios.words import Lang

SIGN_IN_PATH = "/sign-in"
_INSIDE = re.compile(r"/(?![/\\])[\x21-\x7e]{0,500}")
_FIRM = (
    ("name", "firm", "organization", True, 200),
    ("district", "district", "address-level3", False, 200),
    ("industry", "industry", "off", False, 200),
    ("contact", "contact", "name", False, 200),
    ("phone", "phone", "tel", False, 40),
)

router = APIRouter(include_in_schema=False)
LangAsked = Annotated[Lang | None, Query()]


def install(app: FastAPI) -> None:
    """Adds the pages to the app. They are no part of the API and not described by it."""
    app.include_router(router)


@router.get(SIGN_IN_PATH)
def sign_in_page(
    request: Request,
    here: Here,
    lang: LangAsked = None,
    to: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The form, or who is signed in."""
    page = SignPage(request, lang)
    found = by_cookie(here, request.cookies.get(COOKIE))
    return _sign_in_form(page, here, to) if found is None else _signed_in(page, found)


@router.post(SIGN_IN_PATH)
def sign_in_by_page(request: Request, here: Here, typed: Posted, lang: LangAsked = None) -> Response:
    """Signs in, and goes where the reader wanted to go."""
    page = SignPage(request, lang)
    to = typed.get("to", "")

    def enter() -> SignedIn:
        return here.door.sign_in(
            login=typed.get("login", "")[:LOGIN_LENGTH],
            password=typed.get("password", "")[: LONGEST + 1],
            address=from_where(request),
            agent=agent_of(request),
            old_token=request.cookies.get(COOKIE),
        )

    return _entered(page, here, enter, lambda trouble: _sign_in_form(page, here, to, typed, trouble), to)


@router.post("/sign-out")
def sign_out_by_page(request: Request, here: Here, typed: Posted) -> Response:
    """Ends the session."""
    answer = RedirectResponse(SIGN_IN_PATH, status_code=303)
    found = by_cookie(here, request.cookies.get(COOKIE))
    if found is not None and found.session_id is not None:
        check_csrf(found, typed.get("csrf", ""))
        with here.database.write(found.actor) as unit:
            sessions.end(unit, found.session_id)
    clear_cookie(request, here, answer)
    return answer


@router.get(f"{LINK_PATH}{{token}}")
def link_page(request: Request, here: Here, token: str, lang: LangAsked = None) -> Response:
    """What the one-time link is for, and its form. Nothing is used up by looking."""
    return _with_link(SignPage(request, lang), here, token)


@router.post(f"{LINK_PATH}{{token}}")
def take_link_by_page(request: Request, here: Here, token: str, typed: Posted, lang: LangAsked = None) -> Response:
    """Uses the link, and signs in."""
    page = SignPage(request, lang)
    if (trouble := not_same(typed)) is not None:
        return _with_link(page, here, token, typed, trouble)

    def enter() -> SignedIn:
        given = {key: value for key, value in typed.items() if key in ("login", "name", "password") and value}
        body = AcceptBody.model_validate({**given, "token": token, "password": typed.get("password", "")})
        account_id = links.accept(here.door, token, name=body.name, login=body.login, password=body.password)
        return here.door.enter(account_id, agent=agent_of(request), old_token=request.cookies.get(COOKIE))

    return _entered(page, here, enter, lambda trouble: _with_link(page, here, token, typed, trouble))


@router.get(f"{JOIN_PATH}{{token}}")
def join_page(request: Request, here: Here, token: str, lang: LangAsked = None) -> Response:
    """The form of a campaign's link."""
    return _with_campaign(SignPage(request, lang), here, token)


@router.post(f"{JOIN_PATH}{{token}}")
def join_by_page(request: Request, here: Here, token: str, typed: Posted, lang: LangAsked = None) -> Response:
    """Signs the firm up, or lets one that is signed in take part."""
    page = SignPage(request, lang)
    found = by_cookie(here, request.cookies.get(COOKIE))
    if found is not None and found.actor.employer_id is not None and "csrf" in typed:
        check_csrf(found, typed["csrf"])
        with here.database.write(found.actor) as unit:
            sign_up.join(unit, token)
        return page.answer(page.words["joined"], page.words["signed_in_lead"].format(**_who(page, found)))
    if (trouble := not_same(typed)) is not None:
        return _with_campaign(page, here, token, typed, trouble)

    def enter() -> SignedIn:
        given = {key: value for key, value in typed.items() if key in SignUpBody.model_fields and value.strip()}
        body = SignUpBody.model_validate({**given, "token": token, "password": typed.get("password", "")})
        firm = sign_up.Firm(**body.model_dump(include={key for key, *_ in _FIRM}))
        _, account_id = sign_up.sign_up(
            here.door, token, firm, login=body.login, password=body.password, address=from_where(request)
        )
        return here.door.enter(account_id, agent=agent_of(request), old_token=request.cookies.get(COOKIE))

    return _entered(page, here, enter, lambda trouble: _with_campaign(page, here, token, typed, trouble))


def _entered(
    page: SignPage,
    here: Here,
    enter: Callable[[], SignedIn],
    again: Callable[[Trouble], Response],
    to: str = "",
) -> Response:
    """Goes on with a session, or shows the form again with what is wrong."""
    try:
        found = enter()
    except Exception as error:
        if isinstance(error, NotFoundError):
            return page.dead()
        trouble = trouble_of(error)
        if trouble is None:
            raise
        return again(trouble)
    answer = RedirectResponse(to if _INSIDE.fullmatch(to) else f"{SIGN_IN_PATH}?lang={page.lang}", status_code=303)
    set_cookie(page.request, here, answer, found)
    return answer


def _sign_in_form(
    page: SignPage, here: Here, to: str, typed: Mapping[str, str] | None = None, trouble: Trouble | None = None
) -> Response:
    words = page.words
    fields = [
        FormField(name="login", label=words["login"], autocomplete="username", most=LOGIN_LENGTH),
        FormField(
            name="password", label=words["password"], kind="password", autocomplete="current-password", most=LONGEST
        ),
    ]
    return page.answer(
        words["sign_in"],
        words["sign_in_lead"],
        fields=page.form(fields, typed, trouble),
        press=words["sign_in"],
        hidden={"to": to} if to else None,
        action=f"{SIGN_IN_PATH}?lang={page.lang}",
        trouble=trouble,
        other=(words["by_provider"], f"{PREFIX}/session/provider") if here.provider else None,
    )


def _signed_in(page: SignPage, found: SignedIn) -> Response:
    return page.answer(
        page.words["signed_in"],
        page.words["signed_in_lead"].format(**_who(page, found)),
        press=page.words["sign_out"],
        hidden={"csrf": found.csrf or ""},
        action="/sign-out",
        other=(page.words["start"], f"/?lang={page.lang}"),
    )


def _who(page: SignPage, found: SignedIn) -> dict[str, str]:
    return {"name": found.name, "role": page.words[found.actor.role]}


def _with_link(
    page: SignPage,
    here: Here,
    token: str,
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
) -> Response:
    try:
        known = links.look(here.database, token[: LONGEST_TOKEN + 1])
    except NotFoundError:
        return page.dead()
    words = page.words
    fields = [new_login(words, fixed=known.login), *new_password(words)]
    if known.purpose != "reset":
        fields.insert(0, FormField(name="name", label=words["person"], autocomplete="name", value=known.name))
    says = {"name": known.name, "role": words[known.role], "until": f"{known.expires_at:%Y-%m-%d %H:%M} UTC"}
    return page.answer(
        words[known.purpose].format(**says),
        words[f"{known.purpose}_lead"].format(**says),
        fields=page.form(fields, typed, trouble),
        press=words["go_on"],
        trouble=trouble,
    )


def _with_campaign(
    page: SignPage,
    here: Here,
    token: str,
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
) -> Response:
    try:
        campaign = sign_up.look(here.database, token[: LONGEST_TOKEN + 1])
    except NotFoundError:
        return page.dead()
    words = page.words
    found = by_cookie(here, page.request.cookies.get(COOKIE))
    if found is not None and found.actor.employer_id is not None:
        with here.database.read(found.actor) as unit:
            firm = parties.read(unit, Employer, found.actor.employer_id).name
        lead = words["join_again_lead"].format(firm=firm)
        title = words["join_again"].format(name=campaign.name)
        return page.answer(title, lead, press=words["take_part"], hidden={"csrf": found.csrf or ""})
    fields = [
        FormField(name=name, label=words[key], autocomplete=complete, required=required, most=most)
        for name, key, complete, required, most in _FIRM
    ]
    fields += [new_login(words), *new_password(words)]
    return page.answer(
        words["join"],
        words["join_lead"].format(name=campaign.name),
        fields=page.form(fields, typed, trouble),
        press=words["go_on"],
        trouble=trouble,
        other=(words["have_account"], f"{SIGN_IN_PATH}?lang={page.lang}&to={quote(f'{JOIN_PATH}{token}')}"),
    )
