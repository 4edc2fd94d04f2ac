"""Control API: what customers received by mail, and what comes back for it."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, answer_wrong_calls, query_number, sent_object
from sandbox.mail.mailbox import Mailbox
from sandbox.serving import HOST


def mail_blueprint(mailbox: Mailbox) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("mail", __name__))

    @routes.get("/sandbox/mail")
    def show() -> ResponseReturnValue:
        after = int(query_number("after", 0))
        found = mailbox.letters(to=request.args.get("to", ""), after=after)
        return jsonify(
            server={"host": HOST, "port": mailbox.port, "maildir": str(mailbox.folder)},
            letters=[letter.listed() for letter in found],
            bounces=mailbox.bounces(),
        )

    @routes.get("/sandbox/mail/<int:n>/source")
    def source(n: int) -> ResponseReturnValue:
        return Response(mailbox.letter(n).source, content_type="text/plain; charset=utf-8")

    _add_acts(routes, mailbox)
    return routes


def _add_acts(routes: Blueprint, mailbox: Mailbox) -> None:
    @routes.post("/sandbox/mail/<int:n>/answers")
    def answer(n: int) -> ResponseReturnValue:
        match sent_object():
            case {"text": str(text), **rest} if text.strip() and rest.keys() <= _MORE:
                sender, automatic = str(rest.get("from", "")), rest.get("automatic") is True
                return jsonify(asdict(mailbox.answer(n, text, sender=sender, automatic=automatic)))
        raise WrongCall('say {"text": "...", "from": "address", "automatic": true or false}')

    @routes.post("/sandbox/mail/bounces")
    def bounce() -> ResponseReturnValue:
        match sent_object():
            case {"address": str(address), "how": str(how)} if "@" in address:
                mailbox.bounce(address, how)
                return jsonify(mailbox.bounces())
        raise WrongCall('say {"address": "name@example", "how": "returned"}; "" ends it')


_MORE = {"from", "automatic"}
