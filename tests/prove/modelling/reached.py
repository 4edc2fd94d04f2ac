"""What a whole run has to reach, by the names under which machines count what they did; and how
each promise is judged."""

from __future__ import annotations

from collections.abc import Mapping

FLOORS: Mapping[str, int] = {
    "request suspend": 400,
    "request cancel": 4,
    "request stop_renewal": 4,
    "request reinstate": 25,
    "request adopt": 20,
    "take over a suspension": 8,
    "edit": 3,
    "vote approve": 600,
    "vote reject": 25,
    "withdraw": 15,
    "pay": 40,
    "unpay": 10,
    "document: written off": 2,
    "document: disputed": 3,
    "promise": 8,
    "hold": 12,
    "policy": 40,
    "policy: it softens": 2,
    "policy: nonsense": 4,
    "a policy that hardens comes into force": 4,
    "freeze: it is on": 8,
    "freeze only: it is on": 12,
    "lift a freeze of all": 8,
    "lift a freeze of customer": 2,
    "lift a freeze of action": 2,
    "file FREEZE": 8,
    "deactivate": 12,
    "one person twice": 10,
    "vote by a second account": 12,
    "an account of two changes": 6,
    "code: right": 80,
    "code: wrong": 3,
    "code: again": 3,
    "code: for something else": 3,
    "code: none": 3,
    "revoke a factor": 8,
    "break-glass: it is done": 40,
    "ratify": 8,
    "refuse to ratify": 12,
    "roll back what nobody ratified": 8,
    "portal": 40,
    "read a customer": 12,
    "Slack delivery": 40,
    "Slack brings one again": 15,
    "Slack brings one late": 10,
    "clock forward": 25,
    "clock back": 6,
    "clock over the change of hours": 4,
    "deliver a job again": 6,
    "kill": 120,
    "restart": 4,
    "backup": 15,
    "restore a backup": 12,
    "a backup that forgot something starts frozen": 8,
    "all customers at once": 40,
    "reads fail": 10,
    **{
        f"Partner Center: {mood}": 3
        for mood in (
            "killed before", "killed after", "lost before", "lost after", "late", "refused", "busy",
        )
    },
    **{
        f"comes between: {event}": 2
        for event in (
            "freeze", "freeze one customer", "freeze one action", "file", "reject", "withdraw",
            "pay", "write off", "hold", "promise", "leave", "lapse", "lose the authenticator",
            "contain", "contain alone",
        )
    },
}  # fmt: skip
AT_THE_DOOR = "as it leaves for Partner Center"
JUDGED: Mapping[str, str] = {
    "S1": f"{AT_THE_DOOR}: whose yes the test noted, and who still may; at each vote; at each end",
    "S2": f"{AT_THE_DOOR}: a line of what was asked for, in that form; hashes in the file; codes",
    "S3": f"{AT_THE_DOOR}: carried out before, or sent before and nothing read since",
    "S4": f"{AT_THE_DOOR}: age of the books and of the last look at the bank",
    "S5": f"{AT_THE_DOOR}: ended, lapsed, frozen, behind the record, paid, promised, held",
    "S6": f"{AT_THE_DOOR}: what left within an hour and a day, by the stricter policy",
    "S7": "no plan of nothing in the file; policies that lack something are refused",
    "S8": f"{AT_THE_DOOR}: the file holds the intent, and that it is being sent",
    "S9": "votes in the file are of people with the role; at each vote the account may",
    "S10": "a form becomes the vote of who brought it, as chosen, on its plan, once",
    "S11": f"{AT_THE_DOOR}: the order of lines, each read back before the next, bases first",
    "S12": f"{AT_THE_DOOR}: ours, renewing before, and the state before as Partner Center has it",
    "S13": f"{AT_THE_DOOR}: no later plan of this customer; one open change in the file",
    "S14": "one open case of a kind for each customer in the file (other keys: tests/storage)",
    "S15": f"{AT_THE_DOOR}: who, why, how many, by a code, in time; deadlines; roll-backs; the end",
    "S16": "a total is the sum of its documents, by currency",
    "S17": f"{AT_THE_DOOR}: hours and days off by a list of the test's own",
    "S18": "releases and ends called paid, against what the books say",
    "L1": "no job has failed",
    "L2": "each transition is legal, an end stays one; at last nothing waits without a reason",
    "L3": "in the end nothing is unknown, and what was taken stands in the record",
    "L7": f"freezes in the file, and who lifted them; {AT_THE_DOOR} under S5",
    "L8": "after an old copy was put back: it is frozen, unless nothing was lost",
    "A2": "the record is verified from its beginning",
}


def short(done: Mapping[str, int], floors: Mapping[str, int]) -> list[str]:
    """What was reached less often than it should be."""
    return [name for name, floor in floors.items() if done.get(name, 0) < floor]
