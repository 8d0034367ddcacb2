"""A page with one form, in the reader's language; it works without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from jinja2 import DictLoader, Environment, StrictUndefined

from api.http import pages
from api.http.guard import POLICY
from api.http.sign_form import FormField, Trouble, filled
from api.http.sign_words import sign_words
from scenarios.words import HTML_LANG, Lang

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SignPage:
    """One page in the making, in the reader's language."""

    def __init__(self, request: Request, lang: Lang | None) -> None:
        self.request, self.lang = request, lang or pages.preferred(request)
        self.words = sign_words(self.lang)

    def answer(
        self,
        title: str,
        lead: str,
        *,
        fields: Sequence[FormField] = (),
        press: str = "",
        hidden: Mapping[str, str] | None = None,
        action: str = "",
        trouble: Trouble | None = None,
        good: str = "",
        other: tuple[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        """The page; with a ``trouble`` its status and words."""
        text = _template().render(
            lang=self.lang,
            html_lang=HTML_LANG[self.lang],
            words=self.words,
            mark=pages.mark(),
            title=title,
            lead=lead,
            fields=fields,
            press=press,
            hidden=hidden or {},
            action=action or f"?lang={self.lang}",
            alert=self.words[trouble.whole].format(seconds=trouble.seconds) if trouble else "",
            good=good,
            other=other,
        )
        headers = {POLICY: _POLICY, "referrer-policy": "same-origin"}
        if trouble and trouble.seconds:
            headers["Retry-After"] = str(trouble.seconds)
        code = trouble.status if trouble else status
        return Response(text, status_code=code, media_type="text/html", headers=headers)

    def form(
        self, fields: list[FormField], typed: Mapping[str, str] | None, trouble: Trouble | None
    ) -> list[FormField]:
        """The fields with what was typed and what is wrong."""
        wrong = {name: self.words[key] for name, key in trouble.fields.items()} if trouble else {}
        return filled(fields, typed or {}, wrong)

    def dead(self) -> Response:
        """For a link that is not good."""
        return self.answer(self.words["dead"], self.words["dead_lead"], status=404)


@cache
def _template() -> Any:
    text = (files("api.http") / "web" / "sign.html").read_text(encoding="utf-8")
    found = Environment(loader=DictLoader({"sign.html": text}), autoescape=True, undefined=StrictUndefined)
    return found.get_template("sign.html")
