"""Pages for people: the start page and the API's page, with assets from here and from installed packages only."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import fastapi_offline
from fastapi import FastAPI, Query, Request, Response
from jinja2 import DictLoader, Environment, StrictUndefined

from api import __version__
from api.http import openapi
from api.http.context import PREFIX, Context
from api.http.guard import OWN_PAGES, POLICY
from api.http.page_words import case_words, page_words
from api.http.problems import HttpError
from maps.page_text import safe_json
from maps.palette import MODE_COLOURS
from scenarios.library import cases
from scenarios.words import HTML_LANG, MODE_WORDS, Lang

_HOME = Path(str(files("api.http") / "web"))
_OFFLINE = Path(fastapi_offline.__file__).parent / "static"
_ASSETS = {
    "page.css": (_HOME, "text/css"),
    "page.js": (_HOME, "text/javascript"),
    "sign.css": (_HOME, "text/css"),
    "progress.js": (_HOME, "text/javascript"),
    "tables.js": (_HOME, "text/javascript"),
    "icon.svg": (_HOME, "image/svg+xml"),
    "docs.css": (_HOME, "text/css"),
    "docs.js": (_HOME, "text/javascript"),
    "swagger-ui-bundle.js": (_OFFLINE, "text/javascript"),
    "swagger-ui.css": (_OFFLINE, "text/css"),
}
_SECONDS = (10, 30, 60, 300, 1800)
_BEGIN_WITH = 30


def install(app: FastAPI) -> None:
    """Adds the pages to the app. They are no part of the API and not described by it."""

    @app.get("/", include_in_schema=False)
    def start(request: Request, lang: Annotated[Lang | None, Query()] = None) -> Response:
        return _page(start_page(request.app.state.context, lang or preferred(request)))

    @app.get("/docs", include_in_schema=False)
    def docs() -> Response:
        return _page(_templates().get_template("docs.html").render(version=__version__, mark=mark()))

    @app.get("/openapi.json", include_in_schema=False)
    def openapi_document(request: Request) -> Response:
        return Response(openapi.as_text(request.app), media_type="application/json")

    @app.get("/assets/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            raise HttpError(404, f"There is no asset {name}.")
        headers = {"Cache-Control": "public, max-age=86400"}
        return Response(_asset(name), media_type=_ASSETS[name][1], headers=headers)


def start_page(here: Context, lang: Lang) -> str:
    """The page at ``/``: what this is, the shipped cases, a plan at a press."""
    words = page_words(lang)
    shown = [
        {"name": c.name, "title": c.title, "summary": c.summary.replace("`", "")} | dict(case_words(c.name, lang))
        for c in cases()
    ]
    most = here.settings.max_plan_seconds
    data = {
        "api": PREFIX.lstrip("/"),
        "lang": lang,
        "words": dict(words),
        "modes": dict(MODE_WORDS[lang]),
        "colours": dict(MODE_COLOURS),
    }
    return (
        _templates()
        .get_template("page.html")
        .render(
            lang=lang,
            html_lang=HTML_LANG[lang],
            words=words,
            cases=shown,
            seconds=[n for n in _SECONDS if n <= most] or [int(most)],
            begin_with=_BEGIN_WITH,
            data=safe_json(data),
            version=__version__,
            mark=mark(),
        )
    )


def _page(text: str) -> Response:
    return Response(text, media_type="text/html", headers={POLICY: OWN_PAGES})


def preferred(request: Request) -> Lang:
    """The language that the browser would rather read: Chinese if it comes first."""
    return "zh" if request.headers.get("accept-language", "").strip().lower().startswith("zh") else "en"


@cache
def _asset(name: str) -> bytes:
    return (_ASSETS[name][0] / name).read_bytes()


@cache
def mark() -> str:
    """Changes with any asset, so that a browser never keeps an old one."""
    return hashlib.sha256(b"".join(_asset(name) for name in _ASSETS)).hexdigest()[:12]


@cache
def _templates() -> Environment:
    sources = {name: (_HOME / name).read_text(encoding="utf-8") for name in ("page.html", "docs.html")}
    return Environment(loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined)
