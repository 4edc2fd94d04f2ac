"""The channels in which a desk speaks: its own, where they go on when outsiders read them, and the
public ones in which customers may be spoken of."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading import Reading

CHANNEL, A_CHANNEL = r"[CG][A-Z0-9]{2,}", "a channel's id, such as C024BE91L"
CHANNELS = "channels' ids such as C024BE91L, separated by commas"
MEANINGS = (
    ("APPROVALS_CHANNEL", "required", "Where plans are decided: a channel's id"),
    ("CASES_CHANNEL", "APPROVALS_CHANNEL", "Where each case has its thread"),
    ("ALERTS_CHANNEL", "APPROVALS_CHANNEL", "Where imports and troubles are reported"),
    ("ON_CALL_CHANNEL", "ALERTS_CHANNEL", "Where a page is said that nobody takes at once"),
    ("FALLBACK_CHANNEL", "none", "A private one, where those go on while they are shared"),
    ("PUBLIC_CHANNELS", "none", "Public ones in which digests may be: ids, separated by commas"),
)


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Ids. `fallback` is empty where cards wait instead."""

    approvals: str
    cases: str
    alerts: str
    on_call: str
    fallback: str
    public: tuple[str, ...]

    @property
    def spoken_in(self) -> frozenset[str]:
        """Of which somebody said that customers are spoken of there, public or not."""
        return frozenset((self.approvals, self.cases, self.alerts, self.on_call, *self.public))

    def by_setting(self) -> dict[str, str]:
        """Those that a setting names, each by the setting that is to be mended; one that follows
        another is not said again."""
        found = {
            "APPROVALS_CHANNEL": self.approvals,
            "CASES_CHANNEL": self.cases,
            "ALERTS_CHANNEL": self.alerts,
        }
        if self.on_call != self.alerts:
            found["ON_CALL_CHANNEL"] = self.on_call
        if self.fallback:
            found["FALLBACK_CHANNEL"] = self.fallback
        return found | {f"PUBLIC_CHANNELS {one}": one for one in self.public}


def read_channels(reading: Reading) -> ChannelSettings:
    approvals = reading.required("APPROVALS_CHANNEL", CHANNEL, A_CHANNEL)
    alerts = reading.optional("ALERTS_CHANNEL", CHANNEL, A_CHANNEL, approvals)
    found = ChannelSettings(
        approvals=approvals,
        cases=reading.optional("CASES_CHANNEL", CHANNEL, A_CHANNEL, approvals),
        alerts=alerts,
        on_call=reading.optional("ON_CALL_CHANNEL", CHANNEL, A_CHANNEL, alerts),
        fallback=reading.optional("FALLBACK_CHANNEL", CHANNEL, A_CHANNEL),
        public=reading.listed("PUBLIC_CHANNELS", CHANNEL, CHANNELS),
    )
    if found.fallback and found.fallback in found.spoken_in:
        reading.wrong("FALLBACK_CHANNEL", "another channel than those that it stands in for")
    return found
