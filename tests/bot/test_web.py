"""The web server and the timetable, for real."""

from __future__ import annotations

import socket
import threading

import httpx
import pytest

from bot.jobs import Timetable
from bot.web import Told, serve, web_app
from tests.sandbox.slack_desk import wait_for


class Echo:
    """Answers with what it was asked."""

    def answer(self, method: str, headers: object, body: bytes) -> tuple[int, dict[str, str], str]:
        return 200, {"Content-Type": "text/plain"}, f"{method} {body.decode()}"


def test_it_serves_is_ready_when_all_checks_pass_and_stops() -> None:
    troubles = {"database": ""}
    server = serve(web_app(Echo(), {"database": lambda: troubles["database"]}), "localhost", 0)
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        assert browser.post("/slack/events", content=b"hello").text == "POST hello"
        assert browser.get("/healthz").text == browser.get("/readyz").text == "ok\n"
        troubles["database"] = "secret path is read-only"
        assert browser.get("/readyz").status_code == 503
        assert browser.get("/readyz").text == "database\n"
        assert browser.get("/other").status_code == 404
    server.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url, trust_env=False)


@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_an_answer_that_was_begun_is_given_whole_before_the_end(connection: str) -> None:
    """Whoever asks reads slowly, and the process is told to end meanwhile."""
    size = 8 * 1024 * 1024
    server = serve(web_app(None, {}, lambda: "a" * size), "127.0.0.1", 0)
    url = httpx.URL(server.url)
    with socket.create_connection((url.host, url.port)) as line:
        asked = f"GET /metrics HTTP/1.1\r\nHost: desk\r\nConnection: {connection}\r\n\r\n"
        line.sendall(asked.encode())
        answer = line.recv(1)
        ending = threading.Thread(target=server.stop)
        ending.start()
        while piece := line.recv(65536):
            answer += piece
        ending.join()
    assert len(answer.partition(b"\r\n\r\n")[2]) == size


def test_where_slack_comes_by_a_socket_it_serves_its_health_alone() -> None:
    server = serve(web_app(None, {"slack socket": lambda: Told("none for 7 s")}), "localhost", 0)
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        assert browser.post("/slack/events", content=b"hello").status_code == 404
        assert browser.get("/healthz").text == "ok\n"
        assert browser.get("/readyz").text == "slack socket: none for 7 s\n"
    server.stop()


def test_a_timed_job_that_fails_is_logged_and_done_again(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[str] = []
    other = threading.Event()

    def fail() -> None:
        runs.append("run")
        raise RuntimeError("broken")

    timetable = Timetable()
    timetable.every(0.05, "fails", fail)
    timetable.every(0.05, "works", other.set)
    timetable.start()
    wait_for(lambda: len(runs) > 1 and other.is_set())
    timetable.stop()
    assert any("name=fails" in record.getMessage() and record.exc_info for record in caplog.records)
