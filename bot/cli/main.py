"""The command line: one small program with one command for each thing an operator does."""

from __future__ import annotations

import typer

from bot.cli.on_demand import on_demand

COMMANDS = {
    "run": "running:run",
    "demo": "demo:demo",
    "import": "books:import_file",
    "sync": "sync:sync",
    "behaviour": "behaviour:behaviour",
    "freeze": "stopping:freeze",
    "plans": "deciding:plans",
    "decide": "deciding:decide",
    "withdraw": "deciding:withdraw",
    "migrate": "stopping:migrate",
    "backup": "backing_up:backup",
    "move": "moving:move",
    "login": "login:login",
    "mail-in": "mail:mail_in",
    "forget": "forgetting:forget",
    "retention": "retention:retention",
    "doctor": "doctor:doctor",
    "generate": "generated:generate",
}
GROUPS = {
    "audit": {
        "verify": "auditing:verify",
        "checkpoint": "auditing:checkpoint",
        "key": "auditing:key",
    },
    "keys": {"show": "keys:show", "rotate": "keys:rotate"},
    "roles": {"show": "roles:show", "propose": "roles:propose"},
    "accounts": {"show": "accounts:show", "bind": "accounts:bind", "unbind": "accounts:unbind"},
    "export": {"overdue": "exporting:overdue"},
    "books": {"aging": "past_books:aging", "changes": "past_books:changes"},
    "case": {"export": "case_export:export"},
    "policy": {
        "check": "policy:check",
        "explain": "policy:explain",
        "simulate": "policy_simulate:simulate",
        "schema": "policy:print_schema",
        "propose": "policy_propose:propose",
        "shadow": "policy_run:shadow",
        "migrate": "policy_run:migrate",
        "diff": "policy_diff:diff",
        "render": "rendering:render",
    },
    "alerts": {"list": "alerts:list_alerts", "read": "alerts:read_alerts"},
    "customers": {
        "import": "books:import_customers",
        "place": "customers:place",
        "owner": "account_owners:owner",
    },
    "oncall": {
        "import": "on_call:take_in",
        "check": "on_call:check",
        "show": "on_call:show",
        "pages": "on_call:list_pages",
    },
    "report": {"fraud": "reports:fraud"},
    "contacts": {"import": "mail:import_contacts", "list": "mail:list_contacts"},
    "stepup": {"enrol": "stepup:enrol", "list": "stepup:show", "revoke": "stepup:revoke"},
    "letters": {"import": "mail:import_letters", "list": "mail:list_letters"},
    "mapping": {
        "list": "mapping:list_accounts",
        "confirm": "mapping:confirm",
        "change": "mapping:change",
        "remove": "mapping:remove",
    },
    "signals": {
        "import": "signals:import_signals",
        "list": "signals:list_signals",
        "precision": "signals:show_precision",
    },
    "sources": {
        "list": "sources:list_sources",
        "check": "sources:check",
        "sync": "sources:sync",
        "map": "mapping:list_accounts",
    },
    "webhooks": {
        "register": "webhooks:register",
        "show": "webhooks:show",
        "events": "webhooks:events",
        "test": "webhooks:test",
    },
}
HELP = {
    "audit": "The chain of events.",
    "keys": "The master keys that seal secrets.",
    "roles": "Who has which role.",
    "accounts": "Which Slack accounts a person has.",
    "export": "Lists as files.",
    "books": "How the books stood, and what changed.",
    "case": "Cases, and the evidence of each.",
    "policy": "The collections policy.",
    "alerts": "What Microsoft sees.",
    "customers": "A reseller's list of customers, where customers are, and whose.",
    "oncall": "Who is called at any hour, and what nobody has taken.",
    "report": "What the desk did, and what it was worth.",
    "contacts": "Whom letters go to.",
    "stepup": "Second factors.",
    "letters": "Letters to customers.",
    "mapping": "Whose the accounts in the books are.",
    "signals": "Signs of fraud.",
    "sources": "The books that the desk reads by itself.",
    "webhooks": "What Partner Center tells by itself.",
}

app = typer.Typer(
    name="python -m bot",
    cls=on_demand(COMMANDS),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
for name, places in GROUPS.items():
    group = typer.Typer(cls=on_demand(places), no_args_is_help=True, help=HELP[name])
    app.add_typer(group, name=name)
