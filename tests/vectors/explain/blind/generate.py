"""Writes blind.json and kinds.json. Run: python3 generate.py"""
import base64
import json
import pathlib

import cases_body  # noqa: F401  (each part adds its cases)
import cases_secret  # noqa: F401
import cases_head  # noqa: F401
import cases_rest  # noqa: F401
import cases_two  # noqa: F401
import cases_more  # noqa: F401
import cases_none  # noqa: F401
from breaks import CASES
from delivery import Delivery
from kinds import K
from verify import verify

HERE = pathlib.Path(__file__).parent


def build(c, seed):
    opts = dict(c["opts"])
    need = opts.pop("need", None)
    for n in range(400):
        d = Delivery(c["sender"], f"{seed}/{n}" if n else seed, **opts)
        if need is None or need(d):
            return d
    raise SystemExit("no delivery fits: " + c["says"])


def main():
    out, problems = [], []
    for i, c in enumerate(CASES, 1):
        ident = f"blind-{i:03d}"
        d = build(c, f"{ident}/{c['sender']}")
        intact = d.parts()
        if not verify(d.scheme, d.for_verify()):
            problems.append(f"{ident} intact does not verify: {c['says']}")
        x = d.copy()
        for step in c["steps"]:
            step(x)
        fits = verify(x.scheme, x.for_verify())
        if fits != (c["kinds"] == ["intact"]):
            problems.append(f"{ident} verifies={fits} {c['sender']} {c['kinds']}: {c['says']}")
        unknown = [k for k in c["kinds"] if k not in K]
        if unknown:
            problems.append(f"{ident} unknown kinds {unknown}")
        case = dict(id=ident, sender=x.sender, scheme=x.scheme, secrets=x.secrets, oldSecrets=x.old, otherSecrets=x.other, method=x.method, url=x.url,
                    headers=x.headers, bodyBase64=base64.b64encode(x.body).decode(), nowMs=x.now)
        if c["fw"]:
            case["framework"] = c["fw"]
        case |= dict(kinds=c["kinds"], says=c["says"], intact=intact)
        out.append(case)
    for p in problems:
        print(p)
    if problems:
        raise SystemExit(1)
    (HERE / "blind.json").write_text("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in out) + "\n]\n", encoding="utf-8")
    (HERE / "kinds.json").write_text(json.dumps(K, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(len(out), "cases")


main()
