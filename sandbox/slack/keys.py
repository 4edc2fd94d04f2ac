"""The secrets that Slack and the app share."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Keys:
    """With an `app_token` the app comes by Socket Mode, else its requests are signed. Whoever has
    the `config_token` may see how the app is configured."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    config_token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.bot_token or not (self.signing_secret or self.app_token):
            raise ValueError(
                "the sandbox needs the bot_token and the signing_secret of the bot, or its "
                "app_token in place of the latter"
            )

    def token_for(self, method: str) -> str:
        """Connections are opened by the app itself, and a person asks what it is configured to be;
        all else is done by its bot."""
        others = {
            "apps.connections.open": self.app_token,
            "apps.manifest.export": self.config_token,
        }
        return others.get(method, self.bot_token)
