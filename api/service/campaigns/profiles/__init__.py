"""Rule profiles: named, versioned data that says by which rules a campaign travels, and where each number is from."""

from api.service.campaigns.profiles.applying import Daily, Rules, rules_of
from api.service.campaigns.profiles.checking import checked, overridden
from api.service.campaigns.profiles.shelf import (
    install_shipped,
    latest_profiles,
    profile,
    profile_editions,
    publish_profile,
    shipped,
)

__all__ = [
    "Daily",
    "Rules",
    "checked",
    "install_shipped",
    "latest_profiles",
    "overridden",
    "profile",
    "profile_editions",
    "publish_profile",
    "rules_of",
    "shipped",
]
