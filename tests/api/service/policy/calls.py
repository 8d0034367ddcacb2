"""Which call lets in whom, written by hand, not read from the policy.

``A`` administrator, ``P`` planner, ``R`` reader; ``E`` an employer and ``G`` another one with workers on the same
coach, ``S`` an employer outside the campaign; ``C`` the coach's carrier, ``D`` another one; ``X`` the coach's escort,
``Y`` another one. Names in braces are those of ``Cast.ids``; what follows ``#`` tells two bodies of a call apart.
"""

from __future__ import annotations

from typing import Any

from tests.api.service.cast import NOTHING, SOON
from tests.api.service.workers_for_tests import resident_id

SIGNED = """
GET    /plans                                               APR
POST   /snapshots/{snapshot}/plans                          AP
POST   /snapshots/{snapshot}/plans#start                    AP
GET    /audit-log                                           A
GET    /audit-log/export                                    A
GET    /session                                             APREGSCDXY
DELETE /session
GET    /sessions                                            APREGSCDXY
DELETE /sessions/{nothing}
DELETE /sessions/{old_session}                              E
PUT    /session/password                                    APREGSCDXY
GET    /accounts                                            A
GET    /accounts/{account}                                  AE
PATCH  /accounts/{account}                                  A
DELETE /accounts/{account}                                  A
POST   /accounts/{account}/reset                            A
POST   /accounts/{spare}/revoke                             A
GET    /keys                                                APREGSCDXY
POST   /keys                                                APREGSCDXY
DELETE /keys/{key}                                          AE
GET    /invitations                                         A
POST   /invitations                                         A
DELETE /invitations/{invitation}                            A
GET    /employers                                           APREGS
POST   /employers                                           AP
GET    /employers/{employer}                                APRE
PATCH  /employers/{employer}                                APE
DELETE /employers/{employer}                                AP
GET    /carriers                                            APRCD
POST   /carriers                                            AP
GET    /carriers/{carrier}                                  APRC
PATCH  /carriers/{carrier}                                  APC
DELETE /carriers/{carrier}                                  AP
GET    /campaigns/{campaign}/links                          APR
POST   /campaigns/{campaign}/links                          AP
GET    /campaigns/{campaign}/links/{link}/code              APR
DELETE /campaigns/{campaign}/links/{link}                   AP
PUT    /campaigns/{campaign}/employers/{employer}           AP
POST   /sign-up/join                                        APEGS
GET    /escort-runs                                         APRXY
POST   /escort-runs                                         AP
DELETE /escort-runs/{escort_run}                            AP
GET    /campaigns                                           APREGSCD
POST   /campaigns                                           AP
POST   /campaigns/import                                    AP
GET    /campaigns/{campaign}                                APREGCD
PUT    /campaigns/{campaign}                                AP
DELETE /campaigns/{campaign}                                AP
POST   /campaigns/{campaign}/state                          AP
GET    /campaigns/{campaign}/rules                          APRCD
GET    /campaigns/{campaign}/regions                        APRCD
POST   /campaigns/{campaign}/regions                        AP
GET    /campaigns/{campaign}/regions/{region}               APRCD
PUT    /campaigns/{campaign}/regions/{region}               AP
DELETE /campaigns/{campaign}/regions/{region}               AP
GET    /campaigns/{campaign}/sites                          APRCD
POST   /campaigns/{campaign}/sites                          AP
GET    /campaigns/{campaign}/sites/{site}                   APRCD
PUT    /campaigns/{campaign}/sites/{site}                   AP
DELETE /campaigns/{campaign}/sites/{site}                   AP
GET    /campaigns/{campaign}/limits                         APRCD
POST   /campaigns/{campaign}/limits                         AP
GET    /campaigns/{campaign}/limits/{limit}                 APRCD
PUT    /campaigns/{campaign}/limits/{limit}                 AP
DELETE /campaigns/{campaign}/limits/{limit}                 AP
PUT    /campaigns/{campaign}/roads                          AP
POST   /campaigns/{campaign}/ground                         AP
GET    /campaigns/{campaign}/demands                        APR
GET    /campaigns/{campaign}/demands/{origin}               APR
PUT    /campaigns/{campaign}/demands/{origin}               AP
GET    /profiles                                            APRCD
POST   /profiles                                            AP
GET    /profiles/2020-03                                    APRCD
GET    /profiles/2020-03/editions                           APRCD
GET    /profiles/2020-03/editions/1                         APRCD
GET    /profiles/2020-03/editions/1/toml                    APRCD
GET    /campaigns/{campaign}/offers                         APRCD
POST   /campaigns/{campaign}/offers                         APCD
GET    /offers/{offer}                                      APRC
PUT    /offers/{offer}                                      APC
DELETE /offers/{offer}                                      APC
POST   /offers/{offer}/state                                APC
GET    /campaigns/{campaign}/snapshots                      APR
POST   /campaigns/{campaign}/snapshots                      AP
GET    /snapshots/{snapshot}                                APR
GET    /snapshots/{snapshot}/scenario                       APR
GET    /snapshots/{snapshot}/workbook                       APR
GET    /snapshots/{snapshot}/folder                         APR
GET    /snapshots/{snapshot}/difference                     APR
GET    /problems                                            APREGS
POST   /problems                                            APEGS
POST   /problems#campaign                                   APEG
GET    /problems/counts                                     APREGS
GET    /problems/workbook                                   APREGS
GET    /problems/document                                   APREGS
GET    /problems/{problem}                                  APRE
PUT    /problems/{problem}                                  AP
DELETE /problems/{problem}                                  AP
POST   /problems/{problem}/state                            AP
GET    /problems/{problem}/steps                            APRE
GET    /problems/{problem}/proofs                           APRE
POST   /problems/{problem}/proofs                           AP
POST   /problems/{problem}/papers                           AP
GET    /problems/{problem}/proofs/{paper}/content           APRE
GET    /requests                                            APREGS
POST   /requests                                            APEG
GET    /requests/form                                       APEG
GET    /requests/{request}                                  APRE
PATCH  /requests/{request}                                  APE
POST   /requests/{request}/steps                            APE
POST   /requests/{request}/steps#checked                    AP
GET    /requests/{request}/steps                            APRE
GET    /requests/{request}/proofs                           APRE
POST   /requests/{request}/proofs                           APE
GET    /requests/{request}/proofs/{proof}/content           APRE
DELETE /requests/{request}/proofs/{proof}                   APE
POST   /requests/{request}/roster                           APE
GET    /requests/{request}/workers                          APRE
POST   /requests/{request}/workers                          APE
GET    /workers/{worker}                                    APRE
PATCH  /workers/{worker}                                    APE
DELETE /workers/{worker}                                    APE
PUT    /workers/{worker}/place                              APE
DELETE /workers/{worker}/place                              APE
GET    /requests/{request}/places                           APRE
POST   /requests/{request}/places/fill                      APE
GET    /workers/{worker}/contacts                           AP
GET    /origins/{origin}/places/1/contacts                  AP
GET    /campaigns/{campaign}/named-twice                    AP
GET    /publications/{publication}/runs/R1/manifest         APREGX
POST   /campaigns/{campaign}/publications                   AP
GET    /campaigns/{campaign}/publications                   APREGSCDXY
GET    /campaigns/{campaign}/publication                    APREGCX
GET    /publications/{publication}                          APREGCX
GET    /publications/{publication}/journeys                 APREG
GET    /journeys/{journey}                                  APRE
GET    /publications/{publication}/runs                     APRCX
GET    /runs/{run}                                          APRCX
POST   /runs/{run}/records                                  APX
GET    /runs/{run}/records                                  APREGCX
GET    /runs/{run}/tally                                    APRCX
GET    /campaigns/{campaign}/handovers                      APREGSCDXY
GET    /handovers/{handover}                                APRECX
POST   /handovers/{handover}/signatures/sending             APX
POST   /handovers/{handover}/signatures/carrying            APCX
POST   /handovers/{handover}/signatures/receiving           APE
DELETE /handovers/{handover}/signatures/sending             APX
DELETE /handovers/{handover}/signatures/carrying            APCX
DELETE /handovers/{handover}/signatures/receiving           APE
GET    /campaigns/{campaign}/figures                        APR
GET    /campaigns/{campaign}/daily-return                   APR
GET    /campaigns/{campaign}/daily-return.xlsx              APR
GET    /campaigns/{campaign}/daily-reports                  APREG
POST   /campaigns/{campaign}/daily-reports                  APEG
PUT    /daily-reports/{report}                              APE
GET    /campaigns/{campaign}/money-rules                    APR
POST   /campaigns/{campaign}/money-rules                    AP
PUT    /campaigns/{campaign}/money-rules                    AP
"""
"""The letters behind a call are those who are let in; everybody else is told 403, or 404 as if it did not exist.

Nobody who is not signed in is let in anywhere here.
"""

OPEN = """
GET    /plans/{plan}                                        APR
GET    /plans/{plan}/events                                 APR
POST   /plans/{plan}/stop                                   AP
GET    /plans/{plan}/result                                 APR
GET    /plans/{plan}/summary                                APR
GET    /plans/{plan}/schedule                               APR
GET    /plans/{plan}/schedule.xlsx                          APR
GET    /plans/{plan}/unserved                               APR
GET    /plans/{plan}/map                                    APR
GET    /plans/{plan}/timeline                               APR
GET    /plans/{plan}/geojson                                APR
GET    /plans/{plan}/files                                  APR
GET    /comparison                                          APR
GET    /comparison/page                                     APR
GET    /comparison/workbook                                 APR
"""
"""Calls that are open for plans of uploaded scenarios: of a campaign's plan the others are told that there is none."""

_CAMPAIGN = {
    "name": "x", "receiving_area": "x", "first_day": "2020-03-01", "last_day": "2020-03-02", "profile": "2020-03",
}  # fmt: skip
_OFFER = {"mode": "coach", "name": "x", "coach": {"seats": 40, "depot_id": "nowhere"}}
_RECORD = {
    "client_id": "phone-1", "kind": "boarded", "seq": 1, "demand_id": NOTHING, "headcount": 1,
    "happened_at": "2020-03-10T08:00:00+08:00",
}  # fmt: skip
_SIGNATURE = {"signer": "x", "headcount": 77, "signed_at": "2020-03-10T12:00:00+08:00"}
_REPORT = {"staff": 1, "away": 1, "returned": 1, "on_post": 1, "reopened": True}

BODIES: dict[str, Any] = {
    "POST /snapshots/{snapshot}/plans#start": {"start": {"plan_id": "{plan}", "pin_runs": ["R1"]}},
    "PUT /session/password": {"current": "not mine", "new": "four words of mine"},
    "PATCH /accounts/{account}": {"name": "x"},
    "POST /keys": {"name": "x"},
    "POST /invitations": {"role": "reader", "name": "x"},
    "POST /employers": {"name": "x"},
    "PATCH /employers/{employer}": {"contact": "x"},
    "POST /carriers": {"name": "x"},
    "PATCH /carriers/{carrier}": {"contact": "x"},
    "POST /escort-runs": {"account_id": NOTHING, "plan_id": NOTHING, "run_id": "R1"},
    "POST /campaigns/{campaign}/links": SOON,
    "PUT /campaigns/{campaign}/demands/{origin}": {},
    "PUT /campaigns/{campaign}": _CAMPAIGN,
    "PATCH /requests/{request}": {"contact": "x"},
    "POST /requests/{request}/workers": {"name": "李四光", "id_number": resident_id(3), "phone": "13800005679"},
    "PATCH /workers/{worker}": {"phone": "13800005670"},
    "POST /requests/{request}/places/fill": {},
    "POST /sign-up/join": {"token": "{token}"},
    "POST /campaigns": _CAMPAIGN,
    "POST /campaigns/{campaign}/state": {"state": "closed"},
    "POST /campaigns/{campaign}/regions": {"name": "x"},
    "PUT /campaigns/{campaign}/regions/{region}": {"name": "x"},
    "POST /campaigns/{campaign}/sites": {"name": "x", "kind": "pickup"},
    "PUT /campaigns/{campaign}/sites/{site}": {"name": "x", "kind": "pickup"},
    "POST /campaigns/{campaign}/limits": {"scope": "x", "kind": "beds", "value": 1},
    "PUT /campaigns/{campaign}/limits/{limit}": {"scope": "x", "kind": "beds", "value": 1},
    "PUT /campaigns/{campaign}/roads": {"roads": []},
    "POST /campaigns/{campaign}/offers": _OFFER,
    "PUT /offers/{offer}": _OFFER,
    "POST /offers/{offer}/state": {"state": "withdrawn"},
    "POST /problems": {"title": "No beds", "campaign_id": None},
    "POST /problems#campaign": {"title": "No beds", "campaign_id": "{campaign}"},
    "PUT /problems/{problem}": {"title": "x"},
    "POST /problems/{problem}/state": {"state": "gathered"},
    "POST /problems/{problem}/proofs": {"text": "x"},
    "POST /problems/{problem}/papers": b"no paper",
    "POST /requests": {"campaign_id": "{campaign}"},
    "POST /requests/{request}/steps": {"to": "withdrawn"},
    "POST /requests/{request}/steps#checked": {"to": "checked"},
    "POST /requests/{request}/proofs": b"no paper",
    "POST /requests/{request}/roster": b"no roster",
    "PUT /workers/{worker}/place": {"origin_id": "{origin}"},
    "POST /campaigns/{campaign}/publications": {"plan_id": "{plan}"},
    "POST /runs/{run}/records": {"records": [_RECORD]},
    **{f"POST /handovers/{{handover}}/signatures/{side}": _SIGNATURE for side in ("sending", "carrying", "receiving")},
    "POST /campaigns/{campaign}/daily-reports": {"day": "2020-03-10", **_REPORT},
    "PUT /daily-reports/{report}": _REPORT,
    "POST /campaigns/{campaign}/money-rules": {"rules": []},
    "PUT /campaigns/{campaign}/money-rules": {"rules": []},
}
"""By call: what it is sent, nothing that would do more than add a row. Others are sent an empty object, or nothing."""

_DAY = {"day": "2020-03-10"}
_TWO_PLANS = {"plan": ["{plan}", "example"]}
QUERIES: dict[str, dict[str, Any]] = {
    "GET /campaigns/{campaign}/figures": _DAY,
    "GET /campaigns/{campaign}/daily-return": _DAY,
    "GET /campaigns/{campaign}/daily-return.xlsx": _DAY,
    "GET /snapshots/{snapshot}/difference": {"other": "{snapshot}"},
    "GET /requests/form": {"campaign_id": "{campaign}"},
    "GET /comparison": _TWO_PLANS,
    "GET /comparison/page": _TWO_PLANS,
    "GET /comparison/workbook": _TWO_PLANS,
}

LINES = [line.split() for line in SIGNED.splitlines() if line]
OPEN_LINES = [line.split() for line in OPEN.splitlines() if line]
