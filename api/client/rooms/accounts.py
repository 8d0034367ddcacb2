"""Calls of the room accounts. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls, new_key
from api.client.models.accounts import AccountAnswer, AccountChange, Revoked
from api.client.models.shared import NewInvitation
from api.client.pages import Pages


class Accounts:
    """The calls of the room accounts."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_accounts(
        self,
        *,
        role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"] | None = None,
        limit: int = 50,
    ) -> Pages[AccountAnswer]:
        """List accounts.

        Who may sign in, in order of creation.
        """
        return self._calls.pages(AccountAnswer, "/accounts", query={"role": role, "limit": limit})

    def read_account(self, row_id: str) -> AccountAnswer:
        """Read an account.

        One account; everybody may read their own.
        """
        return self._calls.value(AccountAnswer, "GET", "/accounts/{row_id}", at={"row_id": row_id})

    def change_account(self, row_id: str, body: AccountChange, *, version: int | str) -> AccountAnswer:
        """Change an account.

        Another name, another role within the bureau; ``disabled`` puts somebody out at once.
        """
        return self._calls.value(
            AccountAnswer, "PATCH", "/accounts/{row_id}", at={"row_id": row_id}, body=body, version=version
        )

    def delete_account(self, row_id: str, *, version: int | str) -> None:
        """Delete an account.

        The account cannot sign in any more; what it did stays on record.
        """
        self._calls.nothing("DELETE", "/accounts/{row_id}", at={"row_id": row_id}, version=version)

    def reset_password(self, row_id: str, *, key: str | None = None) -> NewInvitation:
        """Make a link for a new password.

        A one-time link to hand over. Until it is used the old password stays good.
        """
        return self._calls.value(
            NewInvitation, "POST", "/accounts/{row_id}/reset", at={"row_id": row_id}, key=key or new_key()
        )

    def revoke_account(self, row_id: str) -> Revoked:
        """End all sessions and keys.

        Whoever has a session or a key of this account has none any more.
        """
        return self._calls.value(Revoked, "POST", "/accounts/{row_id}/revoke", at={"row_id": row_id})
