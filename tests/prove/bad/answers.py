"""What other systems answer, and files that somebody wrote."""

from __future__ import annotations

import gzip
from functools import partial

import httpx

from clients.partner_shapes import etag
from core.ports.outside import Missing, Unreachable
from tests.clients.books import row, text
from tests.clients.scripted import KEY, RESOURCE, SUBSCRIPTION, PartnerScript, said
from tests.prove.bad.case import Bad, Elsewhere
from tests.prove.bad.stage import Answer, Stage

POLICY = "bot/policy.toml"
READS, HTTP = "tests/clients/test_partner_reads.py::", "tests/clients/test_http.py::"
REFUSAL = frozenset({"chain", "events", "snapshots", "bad_rows"})


def _read(answer: httpx.Response, stage: Stage) -> Answer:
    return _asked(PartnerScript(answer))


def _asked(script: PartnerScript) -> Answer:
    """For one subscription, and what came of it."""
    client = script.client()
    try:
        found = client.read(KEY, SUBSCRIPTION)
    except Unreachable as error:
        return Answer(200, f"unreachable: {error.why}")
    except Missing as error:
        return Answer(200, f"missing: {error}")
    finally:
        client.close()
    read = found.subscription
    return Answer(200, f"status {read.status}, etag {etag(found.resource) or 'none'}")


class Bomb(PartnerScript):
    """Answers with little that becomes much."""

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth2/token"):
            return super()._answer(request)
        small, packed = gzip.compress(bytes(2**24)), {"Content-Encoding": "gzip"}
        return httpx.Response(200, content=small, headers=packed)


def _bomb(stage: Stage) -> Answer:
    return _asked(Bomb(said({})))


def _bytes(body: bytes) -> httpx.Response:
    return httpx.Response(200, content=body)


def _books(content: str | bytes, stage: Stage) -> Answer:
    return stage.terminal("import", stage.file("books.csv", content))


def _book(name: str, given: str, said: str, content: str | bytes) -> Bad:
    """A refusal of books is on record, with its reasons."""
    return Bad(name, given, said, partial(_books, content), records=REFUSAL)


def _policy(find: str, put: str, stage: Stage) -> Answer:
    with open(POLICY, encoding="utf-8") as file:
        shipped = file.read()
    assert find in shipped
    return stage.terminal(
        "policy", "check", stage.file("policy.toml", shipped.replace(find, put, 1))
    )


def _no_policy(content: bytes, stage: Stage) -> Answer:
    return stage.terminal("policy", "check", stage.file("policy.toml", content))


def _setting(name: str, value: str, stage: Stage) -> Answer:
    return stage.terminal("run", **{name: value})


def _resource(**changed: object) -> httpx.Response:
    return said(RESOURCE | changed)


ENDLESS = b'{"id": "%s", "status": "active", "quantity": 1e999}' % SUBSCRIPTION.encode()
TWO = text(row(), row())
ANSWERS = (
    Bad("answer that is cut", "half of a JSON object", "unreachable", partial(_read,
        _bytes(b'{"id": "'))),
    Bad("answer that is a page", "HTML with status 200", "unreachable",
        partial(_read, _bytes(b"<html>Sign in</html>"))),
    Bad("answer without a body", "200 and nothing", "unreachable", partial(_read, _bytes(b""))),
    Bad("answer that is a list", "`[]` for a subscription", "unreachable", partial(_read,
        said([]))),
    Bad("NaN", "a quantity that is no number", "unreachable",
        partial(_read, _bytes(b'{"id": NaN}'))),
    Bad("answer in another charset", "UTF-16", "unreachable",
        partial(_read, _bytes("{}".encode("utf-16")))),
    Bad("answer 100,000 deep", "brackets in brackets", "unreachable", partial(_read,
        _bytes(b"[" * 100_000))),
    Bad("status of another type", "`status: {}`", "status", partial(_read, _resource(status={}))),
    Bad("status that nobody knows", "`status: hibernating`", "status hibernating",
        partial(_read, _resource(status="hibernating"))),
    Bad("quantity beyond all counts", "1e999", "status active", partial(_read, _bytes(ENDLESS))),
    Bad("no ETag", "a subscription without one", "etag none", partial(_read,
        _resource(attributes={}))),
    Bad("another subscription", "the answer is about another one", "unreachable",
        partial(_read, _resource(Id="bbbbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee"))),
    Bad("answer that leads elsewhere", "302 to another host", "unreachable",
        partial(_read, httpx.Response(302, headers={"Location": "https://evil.example/"}))),
    Bad("gzip bomb", "16 MB of zeros in 16 kB", "larger than 5 MiB",
        _bomb),
    Elsewhere("answer above 5 MiB", "a body that does not end", "dropped",
              HTTP + "test_an_answer_of_more_than_five_mebibytes_is_dropped"),
    Elsewhere("answer that drips", "a byte a second", "dropped",
        HTTP + "test_an_answer_that_drips_is_dropped"),
    Elsewhere("list without an end", "a next link that leads back", "unreachable",
              READS + "test_a_list_that_goes_round_in_circles_ends"),
    Elsewhere("next link that leads astray", "another host", "unreachable",
              READS + "test_a_next_link_that_leads_astray_is_no_answer"),
    Elsewhere("wrong customer in an answer", "another one than was asked for", "unreachable",
              READS + "test_another_customer_than_asked_for_is_no_answer"),
    Elsewhere("wait that cannot be read", "Retry-After: soon", "no wait",
              HTTP + "test_a_wait_that_cannot_be_read_is_none"),
    Elsewhere("letter that nobody can read", "mail with NUL, surrogates and no charset", "marked",
              "tests/clients/test_mail_reading.py::test_every_text_of_a_message_can_be_kept"),
    Elsewhere("on-call file that is wrong", "every table of it", "the path of each mistake",
              "tests/domain/test_on_call.py::test_what_is_wrong_is_said_with_its_path"),
    Elsewhere("letters with code in them", "templates that do more than fill in", "refused",
              "tests/domain/test_letter_lint.py"),
    _book("books without a header", "rows alone", "missing", TWO.partition("\r\n")[2]),
    _book("books with semicolons", "another separator", ";", TWO.replace(",", ";")),
    _book("books in UTF-16", "another encoding", "CSV UTF-8", TWO.encode("utf-16")),
    _book("books in Latin-1", "an umlaut in one byte", "CSV UTF-8", TWO.encode("latin-1")),
    _book("books with NUL", "a zero byte in a name", "CSV UTF-8", TWO.replace("GmbH", "\0", 1)),
    _book("books without a row", "the header alone", "row", TWO.partition("\r\n")[0]),
    _book("empty books", "a file of no bytes", "empty", b""),
    _book("document twice", "two rows of one document", "is there twice",
        text(row(document_id="7"), row(document_id="7"))),
    _book("currency that nobody knows", "`EURO`", "currency EURO is unknown",
        text(row(currency="EURO"))),
    _book("more open than there was", "open above total", "open_amount is above total_amount",
        text(row(open_amount="100.01"))),
    _book("row without an end", "a quote that is never closed", "the quotes do not match",
        TWO + '"'),
    _book("a million columns", "a header of 64 kB and more", "the row is too long",
        "a," * 1_000_000),
    _book("books of two systems", "two sources in one file", "source", text(row(),
        row(source_system="other"))),
    Bad("policy that is no TOML", "`[`", "TOML", partial(_no_policy, b"[")),
    Bad("policy that is no text", "0xFF", "UTF-8", partial(_no_policy, b"\xff\xfe")),
    Bad("empty policy", "nothing at all", "approvals: missing", partial(_no_policy, b"")),
    Bad("policy with an unknown key", "`supsend`", "approvals.supsend", partial(_policy,
        "suspend = 2", "supsend = 2")),
    Bad("quorum of one", "one vote suspends", "approvals.suspend", partial(_policy, "suspend = 2",
        "suspend = 1")),
    Bad("setting that is no number", "PORT=many", "PORT", partial(_setting, "PORT", "many")),
    Bad("address with a password in it", "PARTNER_CENTER_MAIN_URL=https://a:b@host",
        "PARTNER_CENTER_MAIN_URL",
        partial(_setting, "PARTNER_CENTER_MAIN_URL", "https://a:b@partner.example")),
    Bad("short signing secret", "SLACK_SIGNING_SECRET=abc", "SLACK_SIGNING_SECRET",
        partial(_setting, "SLACK_SIGNING_SECRET", "abc")),
    Bad("database of another kind", "DATABASE_URL=mysql://", "DATABASE_URL",
        partial(_setting, "DATABASE_URL", "mysql://x/y")),
    Bad("master key that is none", "MASTER_KEY=secret", "MASTER_KEY", partial(_setting,
        "MASTER_KEY", "secret")),
)  # fmt: skip
