"""The command line: one small program with one command for each thing an operator does."""

from __future__ import annotations

import typer

from bot.cli import (
    books,
    demo,
    doctor,
    exporting,
    generated,
    login,
    mail,
    moving,
    policy,
    policy_diff,
    policy_propose,
    policy_run,
    policy_simulate,
    rendering,
    roles,
    running,
    stopping,
    sync,
    webhooks,
)

app = typer.Typer(
    name="python -m bot", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
audit = typer.Typer(no_args_is_help=True, help="The chain of events.")
people = typer.Typer(no_args_is_help=True, help="Who has which role.")
export = typer.Typer(no_args_is_help=True, help="Lists as files.")
rules = typer.Typer(no_args_is_help=True, help="The collections policy.")
addresses = typer.Typer(no_args_is_help=True, help="Whom letters go to.")
posted = typer.Typer(no_args_is_help=True, help="Letters to customers.")
hooks = typer.Typer(no_args_is_help=True, help="What Partner Center tells by itself.")

app.command("run")(running.run)
app.command("demo")(demo.demo)
app.command("import")(books.import_file)
app.command("customers")(books.import_customers)
app.command("sync")(sync.sync)
app.command("freeze")(stopping.freeze)
app.command("migrate")(stopping.migrate)
app.command("move")(moving.move)
app.command("login")(login.login)
app.command("mail-in")(mail.mail_in)
app.command("doctor")(doctor.doctor)
app.command("generate")(generated.generate)
audit.command("verify")(stopping.verify)
app.add_typer(audit, name="audit")
people.command("show")(roles.show)
people.command("propose")(roles.propose)
app.add_typer(people, name="roles")
export.command("overdue")(exporting.overdue)
app.add_typer(export, name="export")
rules.command("check")(policy.check)
rules.command("explain")(policy.explain)
rules.command("simulate")(policy_simulate.simulate)
rules.command("schema")(policy.print_schema)
rules.command("propose")(policy_propose.propose)
rules.command("shadow")(policy_run.shadow)
rules.command("migrate")(policy_run.migrate)
rules.command("diff")(policy_diff.diff)
rules.command("render")(rendering.render)
app.add_typer(rules, name="policy")
addresses.command("import")(mail.import_contacts)
addresses.command("list")(mail.list_contacts)
app.add_typer(addresses, name="contacts")
posted.command("import")(mail.import_letters)
posted.command("list")(mail.list_letters)
app.add_typer(posted, name="letters")
hooks.command("register")(webhooks.register)
hooks.command("show")(webhooks.show)
hooks.command("events")(webhooks.events)
hooks.command("test")(webhooks.test)
app.add_typer(hooks, name="webhooks")


@audit.callback()
def _audit() -> None:
    """The chain of events."""


@export.callback()
def _export() -> None:
    """Lists as files."""
