"""An account at Stripe as it is: customers, invoices, payments, and what happened to them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

Thing = dict[str, Any]


class StripeAccount:
    """Amounts are whole minor units, currencies small letters, moments whole seconds, as Stripe
    has them. Everything that happens leaves an event."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.lock = threading.RLock()
        self.now = now
        self._made = 0
        self.customers: dict[str, Thing] = {}
        self.invoices: dict[str, Thing] = {}
        self.payments: dict[str, Thing] = {}
        self.events: dict[str, Thing] = {}

    def forget(self) -> None:
        """As on its first day."""
        with self.lock:
            for held in (self.customers, self.invoices, self.payments, self.events):
                held.clear()

    def add_customer(self, name: str | None, **fields: Any) -> str:
        with self.lock:
            customer: Thing = {
                "id": self._id("cus"), "object": "customer", "name": name, "email": None,
                "created": self.seconds(), "currency": None, "balance": 0, "metadata": {},
                "invoice_credit_balance": {}, "livemode": False,
                "cash_balance": {"object": "cash_balance", "available": None},
            } | fields  # fmt: skip
            self.customers[customer["id"]] = customer
            self._tell("customer.created", customer)
            return str(customer["id"])

    def change_customer(self, id: str, **fields: Any) -> None:
        with self.lock:
            self.customers[id] |= fields
            self._tell("customer.updated", self.customers[id])

    def delete_customer(self, id: str) -> None:
        """What is left is a stub; the invoices stay."""
        with self.lock:
            self._tell("customer.deleted", self.customers[id])
            self.customers[id] = {"id": id, "object": "customer", "deleted": True}

    def give_credit(self, id: str, currency: str, minor: int) -> None:
        """The balance in a currency is this credit from now on; below zero it is a debit."""
        customer = self.customers[id]
        held = {**customer["invoice_credit_balance"], currency: minor}
        first = customer["currency"] or currency
        self.change_customer(
            id, invoice_credit_balance=held, currency=first, balance=-held.get(first, 0)
        )

    def put_cash(self, id: str, currency: str, minor: int) -> None:
        """So much came by bank transfer and is not applied; a currency without any is not named."""
        with self.lock:
            cash = self.customers[id]["cash_balance"]
            held = {**(cash["available"] or {}), currency: minor}
            self.customers[id]["cash_balance"] = cash | {
                "available": {code: left for code, left in held.items() if left} or None
            }
            moved = {"id": self._id("ccsbtxn"), "object": "customer_cash_balance_transaction",
                     "customer": id, "currency": currency, "ending_balance": minor}  # fmt: skip
            self._tell("customer_cash_balance_transaction.created", moved)

    def draft(self, customer: str | None, total: int, currency: str, **fields: Any) -> str:
        with self.lock:
            found = self.customers.get(customer or "", {})
            invoice: Thing = {
                "id": self._id("in"), "object": "invoice", "number": None, "status": "draft",
                "account_name": "Fabrikam Cloud", "livemode": False, "metadata": {},
                "customer": customer, "customer_account": None,
                "customer_name": found.get("name"), "customer_email": found.get("email"),
                "customer_tax_ids": [],
                "currency": currency, "total": total, "amount_due": max(0, total),
                "amount_paid": 0, "amount_remaining": max(0, total), "created": self.seconds(),
                "effective_at": None, "due_date": None, "collection_method": "send_invoice",
                "hosted_invoice_url": None, "status_transitions": _moments(),
            } | fields  # fmt: skip
            self.invoices[invoice["id"]] = invoice
            self._tell("invoice.created", invoice)
            return str(invoice["id"])

    def bill(self, customer: str | None, total: int, currency: str, **fields: Any) -> str:
        """A draft that is made final at once. Without a `due_date` it is collected by itself."""
        way = "send_invoice" if fields.get("due_date") else "charge_automatically"
        with self.lock:
            id = self.draft(customer, total, currency, **{"collection_method": way, **fields})
            self.finalize(id)
            return id

    def finalize(self, id: str, number: str = "") -> None:
        with self.lock:
            invoice = self.invoices[id]
            at = invoice["effective_at"] or self.seconds()
            invoice["number"] = invoice["number"] or number or f"FAB-{self._made:04d}"
            invoice["hosted_invoice_url"] = f"https://invoice.example.com/i/{id}"
            invoice["effective_at"] = at
            self._move(invoice, "open", "finalized_at", at)
            self._tell("invoice.finalized", invoice)

    def pay(self, id: str, minor: int | None = None, *, at: int | None = None) -> None:
        """By a payment of its own; the rest is what it takes where no amount is said."""
        with self.lock:
            invoice = self.invoices[id]
            paid = invoice["amount_remaining"] if minor is None else minor
            moment = self.seconds() if at is None else at
            payment = {
                "id": self._id("inpay"), "object": "invoice_payment", "invoice": id,
                "status": "paid", "amount_paid": paid, "amount_requested": paid,
                "currency": invoice["currency"], "created": moment,
                "status_transitions": {"paid_at": moment, "canceled_at": None},
            }  # fmt: skip
            self.payments[payment["id"]] = payment
            invoice["amount_paid"] += paid
            invoice["amount_remaining"] -= paid
            self._tell("invoice_payment.paid", payment)
            if invoice["amount_remaining"] <= 0:
                self._move(invoice, "paid", "paid_at", moment)
                self._tell("invoice.paid", invoice)

    def take_back(self, id: str) -> None:
        """Whatever was paid never was, and nothing tells of it."""
        with self.lock:
            self.payments = {
                name: payment for name, payment in self.payments.items() if payment["invoice"] != id
            }
            invoice = self.invoices[id]
            invoice |= {"amount_paid": 0, "amount_remaining": invoice["amount_due"]}

    def note_credit(self, id: str, minor: int) -> None:
        """A credit note on what is left; nothing left is paid, without a payment."""
        with self.lock:
            invoice = self.invoices[id]
            invoice["amount_due"] -= minor
            invoice["amount_remaining"] -= minor
            note = {"id": self._id("cn"), "object": "credit_note", "invoice": id, "amount": minor}
            if invoice["amount_remaining"] <= 0:
                self._move(invoice, "paid", "paid_at", self.seconds())
            self._tell("credit_note.created", note)

    def void(self, id: str) -> None:
        with self.lock:
            self._move(self.invoices[id], "void", "voided_at", self.seconds())
            self._tell("invoice.voided", self.invoices[id])

    def write_off(self, id: str) -> None:
        with self.lock:
            moment = self.seconds()
            self._move(self.invoices[id], "uncollectible", "marked_uncollectible_at", moment)
            self._tell("invoice.marked_uncollectible", self.invoices[id])

    def change_invoice(self, id: str, **fields: Any) -> None:
        with self.lock:
            self.invoices[id] |= fields
            self._tell("invoice.updated", self.invoices[id])

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def _move(self, invoice: Thing, status: str, when: str, at: int) -> None:
        moments = invoice["status_transitions"] | {when: at}
        invoice |= {"status": status, "status_transitions": moments}

    def _tell(self, kind: str, thing: Thing) -> None:
        """The snapshot is of the account's own old version: nobody should read more than ids."""
        id, named = self._id("evt"), ("id", "object", "invoice", "customer", "currency")
        self.events[id] = {
            "id": id,
            "object": "event",
            "type": kind,
            "created": self.seconds(),
            "api_version": "2019-05-16",
            "livemode": False,
            "data": {"object": {name: thing.get(name) for name in named}},
        }

    def _id(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}_Ex{self._made:06d}"


def _moments() -> Thing:
    names = ("finalized_at", "paid_at", "marked_uncollectible_at", "voided_at")
    return dict.fromkeys(names)
