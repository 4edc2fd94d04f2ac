"""What kind of call to Partner Center an address stands for."""

from __future__ import annotations

from core.faults import Way

# By a word of its path, the first that fits.
OF_PATHS = {
    "/webhooks/": Way.PARTNER_WEBHOOK,
    "/servicerequests": Way.PARTNER_TICKETS,
    "/fraudevents": Way.PARTNER_FRAUD,
    "/invoices": Way.PARTNER_BILLING,
    "/usage": Way.PARTNER_SPENDING,
    "/auditrecords": Way.PARTNER_ACTIVITY,
}


def way_of(method: str, path: str) -> Way:
    text = path.lower()
    found = next((way for word, way in OF_PATHS.items() if word in text), None)
    if found is not None:
        return found
    return Way.PARTNER_READ if method == "GET" else Way.PARTNER_CHANGE
