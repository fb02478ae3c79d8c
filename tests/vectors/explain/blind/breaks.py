"""The ways in which deliveries are broken."""
import base64
import html
import json
import re
import unicodedata
import urllib.parse

import json_text as J
from sign import mac

CASES = []


def case(sender, kinds, says, *steps, fw=None, **opts):
    CASES.append(dict(sender=sender, kinds=kinds.split(), says=says, steps=steps, fw=fw, opts=opts))


def by(v):
    return v if isinstance(v, bytes) else v.encode("utf-8", "surrogatepass")


# ---- steps on parts of the delivery

def B(fn, *a, **kw):
    def step(d):
        d.body = by(fn(d.body, *a, **kw))
    return step


def BT(fn):
    """On the body as text."""
    return lambda d: setattr(d, "body", by(fn(d.body.decode())))


def S(fn):
    def step(d):
        d.secrets = [fn(s) if callable(fn) else fn for s in d.secrets]
    return step


def SR(fn):
    """A secret that needs random values."""
    def step(d):
        d.secrets = [fn(d.r)]
    return step


def H(name, v):
    return lambda d: d.set(name, v)


def SIG(v):
    return lambda d: d.set(d.sig(), v)


def ADD(name, v):
    return lambda d: d.add(name, v(d) if callable(v) else v)


def DROP(*names):
    return lambda d: d.drop(*names)


def DROPSIG(d):
    d.drop(d.sig())


def REN(a, b):
    return lambda d: d.rename(a, b)


def RENSIG(b):
    return lambda d: d.rename(d.sig(), b)


def U(fn):
    def step(d):
        d.url = fn(d.url) if callable(fn) else fn
    return step


def M(method):
    return lambda d: setattr(d, "method", method)


def NOW(seconds):
    return lambda d: setattr(d, "now", d.t + int(seconds * 1000))


def REHOST(d):
    """Content-Length of what arrived."""
    d.headers = [h for h in d.headers if h[0].lower() != "content-length"] + [["Content-Length", str(len(d.body))]]


def CT(v):
    return H("Content-Type", v)


def OLD(new):
    def step(d):
        d.old = [d.secret]
        d.secrets = [new(d.r)]
    return step


def OTHER(new):
    def step(d):
        d.other = [d.secret]
        d.secrets = [new(d.r)]
    return step


def HAND(layout, content, alg="sha256", how="hex", key=None):
    """Signs the body in another way and writes it into the signature header. {t} and {s} as in sign.py."""
    def step(d):
        from sign import enc
        t = str(d.t // 1000)
        k = key(d.secret) if key else d.secret.encode()
        data = content.replace("{t}", t).encode().replace(b"{b}", d.body).replace(b"{k}", d.secret.encode())
        import hashlib
        raw = hashlib.new(alg[6:], data).digest() if alg.startswith("plain:") else mac(k, data, alg)
        d.set(d.sig(), layout.replace("{t}", t).replace("{s}", enc(raw, how)))
    return step


# ---- bodies

def lines_joined(b):
    return b.replace(b"\r\n", b"").replace(b"\n", b"")


def crlf(b):
    return b.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def mojibake(times=1, codec="latin-1"):
    def fn(b):
        for _ in range(times):
            b = (b.decode("latin-1") if codec == "latin-1" else cp1252(b)).encode()
        return b
    return fn


def cp1252(b):
    return "".join(bytes([c]).decode("cp1252") if c not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(c) for c in b)


def cesu8(b):
    out = []
    for ch in b.decode():
        if ord(ch) > 0xFFFF:
            c = ord(ch) - 0x10000
            for half in (0xD800 + (c >> 10), 0xDC00 + (c & 0x3FF)):
                out.append(chr(half).encode("utf-8", "surrogatepass"))
        else:
            out.append(ch.encode())
    return b"".join(out)


def nfd(b):
    return unicodedata.normalize("NFD", b.decode())


def b64(b):
    return base64.b64encode(by(b))


def py_bytes(b):
    return repr(b)


def py_value(v):
    if v is None or v is True or v is False:
        return repr(v)
    if isinstance(v, J.Num):
        return J.py_number(v)
    if isinstance(v, dict):
        return "{" + ", ".join(repr(str(k)) + ": " + py_value(w) for k, w in v.items()) + "}"
    if isinstance(v, list):
        return "[" + ", ".join(map(py_value, v)) + "]"
    return repr(str(v))


def py_dict(b):
    return py_value(J.parse(b))


def ruby_value(v):
    if v is None:
        return "nil"
    if v is True or v is False:
        return str(v).lower()
    if isinstance(v, J.Num):
        return J.float_keep(v)
    if isinstance(v, dict):
        return "{" + ", ".join(J.string(k) + "=>" + ruby_value(w) for k, w in v.items()) + "}"
    if isinstance(v, list):
        return "[" + ", ".join(map(ruby_value, v)) + "]"
    return J.string(v)


def ruby_hash(b):
    return ruby_value(J.parse(b))


def java_value(v):
    if v is None:
        return "null"
    if v is True or v is False:
        return str(v).lower()
    if isinstance(v, dict):
        return "{" + ", ".join(k + "=" + java_value(w) for k, w in v.items()) + "}"
    if isinstance(v, list):
        return "[" + ", ".join(map(java_value, v)) + "]"
    return str(v)


def java_map(b):
    return java_value(J.parse(b))


def buffer_json(b):
    return '{"type":"Buffer","data":[' + ",".join(map(str, b)) + "]}"


def numbers(b, sep=","):
    return sep.join(map(str, b))


def nginx_escape(b):
    return "".join("\\x%02X" % c if c < 32 or c > 126 or c in (34, 92) else chr(c) for c in b)


def js_string(b):
    return J.string(b.decode())


def edit(fn):
    """Parse, change the value, and write compactly with the number tokens kept."""
    def go(b):
        v = J.parse(b)
        w = fn(v)
        return J.write(v if w is None else w)
    return go


def walk(v, fn):
    if isinstance(v, dict):
        return {k: walk(w, fn) for k, w in v.items()}
    if isinstance(v, list):
        return [walk(w, fn) for w in v]
    return fn(v)


def no_nulls(v):
    if isinstance(v, dict):
        return {k: no_nulls(w) for k, w in v.items() if w is not None}
    if isinstance(v, list):
        return [no_nulls(w) for w in v]
    return v


def no_empties(v):
    if isinstance(v, dict):
        kept = {k: no_empties(w) for k, w in v.items()}
        return {k: w for k, w in kept.items() if w not in ({}, [], "", None, False) and w != "0"}
    if isinstance(v, list):
        return [no_empties(w) for w in v]
    return v


def newtonsoft_dates(v):
    """DateTime and back: trailing zeros of the fraction are lost."""
    def one(s):
        if isinstance(s, str) and not isinstance(s, J.Num):
            m = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d+)(Z?)", s)
            if m:
                frac = m[2][:7].rstrip("0")
                return m[1] + ("." + frac if frac else "") + m[3]
        return s
    return walk(v, one)


def reorder_pairs(fn):
    def go(b):
        return "&".join(fn(b.decode().split("&")))
    return go


def form_again(b, space="+", safe="*-._", lower=False, drop_empty=False, sort=False, sep="&"):
    pairs = urllib.parse.parse_qsl(b.decode(), keep_blank_values=not drop_empty)
    if sort:
        pairs.sort()

    def q(s):
        t = urllib.parse.quote(s, safe=safe.replace(" ", "")).replace("%20", space)
        for ch in "~":
            if ch not in safe:
                t = t.replace(ch, "%7E")
        return re.sub("%[0-9A-F]{2}", lambda m: m[0].lower(), t) if lower else t
    return sep.join(q(k) + "=" + q(v) for k, v in pairs)


def multipart(fields, boundary="----geckoformboundary5c1b"):
    out = []
    for k, v in fields:
        out.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n')
    return "".join(out) + f"--{boundary}--\r\n"


def entities(b):
    return html.escape(b.decode(), quote=True).replace("&#x27;", "&#39;")


def envelope(build):
    def step(d):
        d.body = by(build(d, d.body))
    return step


def api_gateway(d, b, encoded=False, version="2.0"):
    path = urllib.parse.urlsplit(d.url).path
    heads = {k.lower(): v for k, v in d.headers}
    text = base64.b64encode(b).decode() if encoded else b.decode()
    if version == "2.0":
        ev = {"version": "2.0", "routeKey": "POST " + path, "rawPath": path, "rawQueryString": "", "headers": heads,
              "requestContext": {"accountId": "123456789012", "apiId": "a1b2c3d4e5", "http": {"method": "POST", "path": path, "sourceIp": "203.0.113.9"}, "requestId": "JKJaXmPLvHcESHA=", "stage": "$default"},
              "body": text, "isBase64Encoded": encoded}
    else:
        ev = {"resource": path, "path": path, "httpMethod": "POST", "headers": heads, "queryStringParameters": None, "requestContext": {"stage": "prod", "requestId": d.r.uuid()}, "body": text, "isBase64Encoded": encoded}
    return J.write(ev)


def sns(d, b):
    return J.write({"Type": "Notification", "MessageId": d.r.uuid(), "TopicArn": "arn:aws:sns:eu-west-1:123456789012:webhook-fanout", "Message": b.decode(),
                    "Timestamp": "2025-10-10T09:12:45.127Z", "SignatureVersion": "1", "UnsubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe"}, indent="  ", colon=" : ")


def sqs(d, b):
    return J.write({"Records": [{"messageId": d.r.uuid(), "receiptHandle": d.r.b64(30), "body": b.decode(), "attributes": {"ApproximateReceiveCount": "1"}, "messageAttributes": {}, "eventSource": "aws:sqs", "awsRegion": "eu-west-1"}]})


def pubsub(d, b):
    return J.write({"message": {"attributes": {"source": d.sender}, "data": base64.b64encode(b).decode(), "messageId": d.r.num(16), "publishTime": "2025-10-10T09:12:45.127Z"}, "subscription": "projects/northlight/subscriptions/hooks"})


def eventbridge(d, b):
    return J.write({"version": "0", "id": d.r.uuid(), "detail-type": "webhook", "source": "northlight.hooks", "account": "123456789012", "time": "2025-10-10T09:12:45Z", "region": "eu-west-1", "resources": [], "detail": J.parse(b)})


def n8n(d, b):
    return J.write([{"headers": {k.lower(): v for k, v in d.headers}, "params": {}, "query": {}, "body": J.parse(b), "webhookUrl": "https://n8n.northlight.example/webhook/" + d.r.uuid(), "executionMode": "production"}])


# ---- URLs

def host(new):
    return lambda u: re.sub(r"^(https?://)[^/]+", r"\g<1>" + new, u)


def scheme(new):
    return lambda u: re.sub(r"^https?", new, u)
