"""An independent pass over blind.json: reads only the file, verifies every intact and every broken delivery, and counts.

Run: python3 check.py
"""
import base64
import collections
import json
import pathlib
import re

import verify as V

HERE = pathlib.Path(__file__).parent
cases = json.loads((HERE / "blind.json").read_text(encoding="utf-8"))
kinds = json.loads((HERE / "kinds.json").read_text(encoding="utf-8"))
wrong = []


def delivery(part, secrets, now):
    return dict(secrets=secrets, method=part["method"], url=part["url"], headers=part["headers"], body=base64.b64decode(part["bodyBase64"], validate=True), nowMs=now)


def without_clock(scheme, d):
    kept, V.age = V.age, lambda *a, **k: None
    try:
        return V.verify(scheme, d)
    finally:
        V.age = kept


ids = [c["id"] for c in cases]
if len(set(ids)) != len(ids):
    wrong.append("ids are not unique")
if len({(c["sender"], c["bodyBase64"], json.dumps(c["headers"]), c["url"], json.dumps(c["secrets"])) for c in cases}) != len(cases):
    wrong.append("two cases are the same delivery")
for c in cases:
    say = wrong.append
    who = f"{c['id']} {c['sender']} {c['kinds']}"
    if not re.fullmatch(r"blind-\d{3}", c["id"]) or c["scheme"].split("/")[0] != c["sender"]:
        say(who + ": id or scheme")
    if not c["kinds"] or any(k not in kinds for k in c["kinds"]):
        say(who + ": kinds")
    good = delivery(c["intact"], c["intact"]["secrets"], c["nowMs"])
    if not without_clock(c["scheme"], good):
        say(who + ": the intact delivery does not verify")
    late = any(kinds[k]["group"] == "timestamp" for k in c["kinds"])
    if not late and not V.verify(c["scheme"], good):
        say(who + ": nowMs does not fit")
    broken = V.verify(c["scheme"], delivery(c, c["secrets"], c["nowMs"]))
    if broken != (c["kinds"] == ["intact"]):
        say(f"{who}: verifies={broken}")
    only_time = all(k in ("clock-skew", "delivery-old") for k in c["kinds"])
    if only_time and not without_clock(c["scheme"], delivery(c, c["secrets"], c["nowMs"])):
        say(who + ": more than the time is wrong")
    known = c["oldSecrets"] + c["otherSecrets"]
    if ("secret-old" in c["kinds"]) != bool(c["oldSecrets"]) or ("secret-other-endpoint" in c["kinds"]) != bool(c["otherSecrets"]):
        say(who + ": oldSecrets or otherSecrets")
    if known and c["intact"]["secrets"] != known:
        say(who + ": the known secret is not the one that signed")
    if not 20 <= len(c["says"]) <= 200 or not c["says"].endswith("."):
        say(who + ": says")
    size = len(good["body"])
    if size > 3100:
        say(f"{who}: body of {size} bytes")

# Removing one mistake of two must not be enough: at least the intact delivery differs in two parts, or the body was changed twice.
two = [c for c in cases if len(c["kinds"]) == 2]
for c in two:
    parts = [p for p in ("secrets", "headers", "bodyBase64", "url", "method") if c[p] != c["intact"][p]]
    timed = any(k in ("clock-skew", "delivery-old") for k in c["kinds"])
    rank = [["header", "scheme"], ["secret"], ["body"], ["url"], ["timestamp"]]
    order = [next(i for i, g in enumerate(rank) if kinds[k]["group"] in g) for k in c["kinds"]]
    if order != sorted(order):
        wrong.append(f"{c['id']} {c['kinds']}: order of kinds")
    same = len({kinds[k]["group"] for k in c["kinds"]}) == 1
    if len(parts) + timed < 2 and not same:
        wrong.append(f"{c['id']} {c['kinds']}: only one part differs")
group = collections.Counter(kinds[k]["group"] for c in cases for k in c["kinds"])
kind = collections.Counter(k for c in cases for k in c["kinds"])
senders = collections.Counter(c["sender"] for c in cases)
unknown = [c for c in cases if kinds[c["kinds"][0]]["group"] == "unknown"]
intact = [c for c in cases if c["kinds"] == ["intact"]]
unused = [k for k in kinds if k not in kind]
if unused:
    wrong.append("kinds without a case: " + ", ".join(unused))
print(f"{len(cases)} cases, {len(senders)} senders, {len({c['scheme'] for c in cases})} schemes, {len(two)} with two mistakes, {len(intact)} intact, {len(unknown)} not explainable")
print(f"{sum('framework' in c for c in cases)} with a framework, {sum(any(h[0].lower() == 'content-length' for h in c['headers']) for c in cases)} with Content-Length, {sum(isinstance(s, dict) for c in cases for s in c['secrets'])} with a key of bytes")
print("groups:", dict(group.most_common()))
print("kinds:", dict(kind.most_common()))
for w in wrong:
    print("WRONG", w)
raise SystemExit(1 if wrong else 0)
