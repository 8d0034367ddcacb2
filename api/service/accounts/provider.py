"""Signing in by an OpenID Connect provider: code flow with PKCE, a nonce, and tokens signed with the provider's keys.

It lets in whoever has an account here already: by the provider's subject, or, the first time, by a verified e-mail that
is the account's sign-in name.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.urls import add_params_to_uri  # type: ignore[import-untyped]
from authlib.integrations.base_client.sync_openid import OpenIDMixin  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]
from sqlalchemy import delete, select

from api.service.accounts.actors import may_sign_in
from api.service.accounts.door import NotSignedInError
from api.service.accounts.logins import normal_login
from api.service.accounts.tables import Account, ProviderState
from api.service.accounts.tokens import new_token, token_hash
from api.service.actor import SYSTEM
from api.service.store import Database, ServiceError

UNDER_WAY = timedelta(minutes=10)
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Never a shared secret or none: a token must be signed by a key that only the provider has."""

_SECONDS = 10.0
_KEPT_SECONDS = 3600.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ProviderError(ServiceError):
    """The provider cannot be reached, or is not what the settings say."""

    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the provider has proven."""

    subject: str
    email: str | None


@dataclass(slots=True)
class _Known:
    """What the provider says of itself, for an hour."""

    metadata: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, Any] = field(default_factory=dict)
    until: float = 0.0


class Provider:
    """One provider, by the address of its issuer. Threads may share it."""

    def __init__(self, *, issuer: str, client_id: str, client_secret: str) -> None:
        self.issuer, self.client_id, self._secret = issuer.rstrip("/"), client_id, client_secret
        self._known, self._lock = _Known(), Lock()

    def begin(self, database: Database, *, return_to: str) -> tuple[str, str]:
        """Where to send the browser, and the state that it has to bring back. Raises ProviderError."""
        endpoint = self._about()["authorization_endpoint"]
        state, nonce, verifier = new_token(), new_token(), new_token()
        with database.write(SYSTEM) as unit:
            unit.session.execute(delete(ProviderState).where(ProviderState.expires_at <= unit.now))
            expires_at = unit.now + UNDER_WAY
            unit.add(ProviderState(state_hash=token_hash(state), nonce=nonce, verifier=verifier, expires_at=expires_at))
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": return_to,
            "scope": "openid email",
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        return str(add_params_to_uri(endpoint, parameters.items())), state

    def finish(self, database: Database, *, code: str, state: str, return_to: str) -> str:
        """The id of the account that comes back with ``code``. Raises NotSignedInError and ProviderError."""
        with database.write(SYSTEM) as unit:
            row = unit.session.get(ProviderState, token_hash(state), with_for_update=True)
            if row is None or row.expires_at <= unit.now:
                raise NotSignedInError("This sign-in was not begun here, or too long ago. Maybe begin it again.")
            nonce, verifier = row.nonce, row.verifier
            unit.session.delete(row)
        return account_of(
            database, self.issuer, self._proven(code, nonce=nonce, verifier=verifier, return_to=return_to)
        )

    def _proven(self, code: str, *, nonce: str, verifier: str, return_to: str) -> Person:
        about = self._about()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_to,
            "client_id": self.client_id,
            "code_verifier": verifier,
        }
        answer = self._asked("POST", about["token_endpoint"], data=form, auth=(self.client_id, self._secret))
        if "id_token" not in answer:
            raise NotSignedInError("The provider did not say who this is. Maybe begin the sign-in again.")
        try:
            claims: Mapping[str, Any] = _Tokens(self, about).parse_id_token(answer, nonce)
        except Exception as error:  # whatever is wrong with a token, it proves nobody
            raise NotSignedInError(f"The provider's token is not good: {type(error).__name__}.") from error
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Person(subject=str(claims["sub"]), email=email)

    def _about(self) -> Mapping[str, Any]:
        """The provider's metadata; its issuer must be the one of the settings."""
        with self._lock:
            if time.monotonic() >= self._known.until:
                metadata = self._asked("GET", get_well_known_url(self.issuer, external=True))
                if str(metadata.get("issuer", "")).rstrip("/") != self.issuer:
                    raise ProviderError(f"The provider at {self.issuer} calls itself another one. Maybe correct it.")
                self._known = _Known(metadata=metadata, until=time.monotonic() + _KEPT_SECONDS)
            return self._known.metadata

    def keys(self, *, anew: bool) -> Mapping[str, Any]:
        """The provider's public keys."""
        about = self._about()
        with self._lock:
            if anew or not self._known.keys:
                self._known.keys = self._asked("GET", about["jwks_uri"])
            return self._known.keys

    def _asked(self, method: str, address: str, **how: Any) -> Mapping[str, Any]:
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ProviderError(f"The provider's address {address} is not https. Maybe correct the settings.")
        try:
            answer = httpx.request(method, address, timeout=_SECONDS, **how)
            answer.raise_for_status()
            found = answer.json()
        except httpx.HTTPStatusError as error:
            if error.response.status_code in (400, 401) and method == "POST":
                raise NotSignedInError("The provider refuses this sign-in. Maybe begin it again.") from error
            raise ProviderError(f"The provider answers {error.response.status_code}. Maybe try again.") from error
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderError(f"The provider does not answer as it should: {type(error).__name__}.") from error
        if not isinstance(found, dict):
            raise ProviderError("The provider's answer is no object. Maybe correct its address in the settings.")
        return found


class _Tokens(OpenIDMixin):  # type: ignore[misc]  # authlib brings no types
    """authlib's check of a token: signature, issuer, audience, nonce, times."""

    def __init__(self, provider: Provider, about: Mapping[str, Any]) -> None:
        self.provider, self.client_id = provider, provider.client_id
        said = about.get("id_token_signing_alg_values_supported", _SIGNATURES)
        allowed = [name for name in said if name in _SIGNATURES]
        self.about = {"issuer": about["issuer"], "id_token_signing_alg_values_supported": allowed}

    def load_server_metadata(self) -> dict[str, Any]:
        return self.about

    def fetch_jwk_set(self, force: bool = False) -> Mapping[str, Any]:
        return self.provider.keys(anew=force)


def account_of(database: Database, issuer: str, person: Person) -> str:
    """The id of the person's account, tied to the subject from the first time on. Raises NotSignedInError."""
    subject = f"{issuer} {person.subject}"
    with database.write(SYSTEM) as unit:
        account = unit.session.scalar(select(Account).where(Account.oidc_subject == subject, may_sign_in()))
        if account is None and person.email is not None:
            mine = (Account.login == normal_login(person.email)) & Account.oidc_subject.is_(None)
            account = unit.session.scalar(select(Account).where(mine, may_sign_in()).with_for_update())
            if account is not None:
                account.oidc_subject = subject
        if account is None:
            raise NotSignedInError("The provider knows you, but there is no account for you here. Maybe ask for one.")
        return account.id
