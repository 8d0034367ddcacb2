"""Every answer is safe for browsers; other sites' pages may not act here; no error tells of the inside."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from api.http.guard import POLICY, drawn_policy
from api.http.settings import Settings
from tests.api.http.conftest import Service, Serving

STOP = "/api/v1/plans/example/stop"


@pytest.mark.parametrize("path", ["/", "/docs", "/api/v1/cases", "/nothing", "/api/v1/plans/example/map"])
def test_security_headers_are_on_every_answer(service: Service, path: str) -> None:
    headers = service.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers[POLICY].startswith("default-src 'none'")
    assert "unsafe-eval" not in headers[POLICY]
    assert "server" not in headers or headers["server"] != "Python"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_page_of_another_site_changes_nothing(service: Service, headers: dict[str, str], status: int) -> None:
    assert service.client.post(STOP, headers=headers).status_code == status


def test_our_own_page_may(service: Service) -> None:
    assert service.client.post(STOP, headers={"Origin": service.url}).status_code == 200


def test_only_known_host_names_are_served(serving: Serving) -> None:
    with serving(Settings(hosts="127.0.0.1,plans.example")) as service:
        assert service.client.get("/api/v1/health").status_code == 200
        assert service.client.get("/api/v1/health", headers={"Host": "plans.example:80"}).status_code == 200
        refused = service.client.get("/api/v1/health", headers={"Host": "rebound.example"})
        assert refused.status_code == 400
        assert "FANGANG_HOSTS" in refused.json()["detail"]


def test_tiles_are_the_only_thing_that_a_map_may_ask_for() -> None:
    assert "http" not in drawn_policy("")
    assert " https://*.tiles.example;" in drawn_policy("https://{s}.tiles.example/{z}/{x}/{y}.png")


def test_a_fault_of_ours_has_a_number_and_no_traceback(serving: Serving, caplog: pytest.LogCaptureFixture) -> None:
    with serving() as service:
        _add_broken_call(service.app)
        answer = service.client.get("/broken")
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        assert "secret" not in answer.text
        number = answer.json()["detail"].split("fault ")[1][:12]
        assert number in caplog.text
        assert "secret" in caplog.text
        assert service.client.get("/api/v1/health").status_code == 200


def _add_broken_call(app: FastAPI) -> None:
    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("secret of the house")
