"""An authenticator app: what somebody's telephone shows for a secret, at the sandbox's time.

`python -m sandbox.authenticator SECRET --clock http://127.0.0.1:4000/clock` prints it."""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import struct
import sys
from datetime import datetime

from sandbox.calling import caller

STEP, DIGITS = 30, 6


def code(secret: str, moment: datetime, ahead: int = 0) -> str:
    """The code of this moment, or of one so many steps later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(moment.timestamp()) // STEP + ahead)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox.authenticator")
    parser.add_argument("secret")
    parser.add_argument("--clock", required=True, help="the sandbox's clock, as in CLOCK_URL")
    asked = parser.parse_args()
    with caller(timeout=10) as http:
        now = http.get(asked.clock).json()["now"]
    sys.stdout.write(f"{code(asked.secret, datetime.fromisoformat(now))}\n")


if __name__ == "__main__":
    main()
