"""Verifies deliveries. Independent of sign.py: HMAC is written out here, and each scheme is read from the receiver's side.

verify(scheme, delivery) -> bool. delivery: secrets, method, url, headers, body (bytes), nowMs.
Signature, presence and form are strict; timestamps are checked where the sender documents a tolerance.
"""
import base64
import binascii
import hashlib
import json
import re
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, parse_qsl, urlsplit


class Bad(Exception):
    pass


def hm(key, data, digest="sha256"):
    block = 128 if digest in ("sha512", "sha384") else 64
    if len(key) > block:
        key = hashlib.new(digest, key).digest()
    key = key.ljust(block, b"\0")
    inner = hashlib.new(digest, bytes(k ^ 0x36 for k in key) + data).digest()
    return hashlib.new(digest, bytes(k ^ 0x5C for k in key) + inner).digest()


def header(d, name):
    got = [v for k, v in d["headers"] if k.lower() == name.lower()]
    if len(got) != 1:
        raise Bad("header")
    return got[0]


def unhex(text, size):
    if not re.fullmatch("[0-9a-f]{%d}" % (2 * size), text):
        raise Bad("hex")
    return bytes.fromhex(text)


def unb64(text, url=False):
    if url:
        if not re.fullmatch("[A-Za-z0-9_-]+", text):
            raise Bad("base64url")
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if not re.fullmatch("[A-Za-z0-9+/]+={0,2}", text) or len(text) % 4:
        raise Bad("base64")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Bad("base64")


def seconds(text):
    if not re.fullmatch(r"\d{9,11}", text):
        raise Bad("seconds")
    return int(text) * 1000


def millis(text):
    if not re.fullmatch(r"\d{12,14}", text):
        raise Bad("milliseconds")
    return int(text)


def rfc3339(text):
    m = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", text)
    if not m:
        raise Bad("date")
    base = datetime.fromisoformat(m[1] + ("+00:00" if m[3] == "Z" else m[3]))
    return int(base.timestamp() * 1000) + int(((m[2] or "") + "000")[:3])


def rfc3339_utc(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", text):
        raise Bad("date")
    return int(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp() * 1000)


def http_date(text):
    try:
        if not text.endswith(" GMT"):
            raise Bad("date")
        return int(parsedate_to_datetime(text).timestamp() * 1000)
    except (TypeError, ValueError):
        raise Bad("date")


def age(d, stamp, past, future="same"):
    if past is None:
        return
    future = past if future == "same" else future
    diff = d["nowMs"] - stamp
    if diff > past * 1000 or (future is not None and -diff > future * 1000):
        raise Bad("time")


def keys(d):
    for s in d["secrets"]:
        yield base64.b64decode(s["base64"]) if isinstance(s, dict) else s.encode()


def any_key(d, content, sig, digest="sha256", decode=None):
    for k in keys(d):
        if decode:
            k = decode(k)
        if hm(k, content, digest) == sig:
            return True
    raise Bad("signature")


def key_hex(k):
    if not re.fullmatch(rb"([0-9A-Fa-f]{2})+", k):
        raise Bad("key")
    return bytes.fromhex(k.decode())


def key_whsec(k):
    text = k.decode()
    text = text[6:] if text.startswith("whsec_") else text
    return unb64(text)


def key_b64(k):
    return unb64(k.decode())


# ---- the schemes

def body_hex(name, prefix="", digest="sha256"):
    size = hashlib.new(digest).digest_size

    def check(d):
        v = header(d, name)
        if not v.startswith(prefix):
            raise Bad("prefix")
        return any_key(d, d["body"], unhex(v[len(prefix):], size), digest)
    return check


def body_b64(name, prefix="", decode=None):
    def check(d):
        v = header(d, name)
        if not v.startswith(prefix):
            raise Bad("prefix")
        return any_key(d, d["body"], unb64(v[len(prefix):]), "sha256", decode)
    return check


def body_list(name, label):
    def check(d):
        for item in header(d, name).split(","):
            if item.strip().startswith(label):
                try:
                    return any_key(d, d["body"], unhex(item.strip()[len(label):], 32))
                except Bad:
                    pass
        raise Bad("signature")
    return check


def items(name, tkey, skey, join, clock, past=None, future="same", sep=",", form="hex", digest="sha256", after=False):
    size = hashlib.new(digest).digest_size

    def check(d):
        parts = [p.strip().partition("=") for p in header(d, name).split(sep)]
        stamps = [v for k, _, v in parts if k == tkey]
        sigs = [v for k, _, v in parts if k == skey]
        if len(stamps) != 1 or not sigs:
            raise Bad("items")
        moment = clock(stamps[0])
        content = d["body"] + stamps[0].encode() if after else stamps[0].encode() + join + d["body"]
        for s in sigs:
            try:
                raw = unhex(s, size) if form == "hex" else unb64(s, form == "b64url")
                any_key(d, content, raw, digest)
                age(d, moment, past, future)
                return True
            except Bad:
                pass
        raise Bad("signature")
    return check


def two(name, stamp_name, clock, build, past=None, future="same", prefix="", form="hex", digest="sha256"):
    size = hashlib.new(digest).digest_size

    def check(d):
        v, stamp = header(d, name), header(d, stamp_name)
        if not v.startswith(prefix):
            raise Bad("prefix")
        v = v[len(prefix):]
        raw = unhex(v, size) if form == "hex" else unb64(v)
        moment = clock(stamp)
        any_key(d, build(stamp.encode(), d["body"], d), raw, digest)
        age(d, moment, past, future)
        return True
    return check


def std(family, decode=key_whsec):
    def check(d):
        mid, stamp, sigs = header(d, family + "id"), header(d, family + "timestamp"), header(d, family + "signature")
        moment = seconds(stamp)
        content = mid.encode() + b"." + stamp.encode() + b"." + d["body"]
        for item in sigs.split(" "):
            if item.startswith("v1,"):
                try:
                    any_key(d, content, unb64(item[3:]), "sha256", decode)
                    age(d, moment, 300)
                    return True
                except Bad:
                    pass
        raise Bad("signature")
    return check


def finch(d):
    mid, stamp, sigs = header(d, "Finch-Event-ID"), header(d, "Finch-Timestamp"), header(d, "Finch-Signature")
    for item in sigs.split(" "):
        if item.startswith("v1,"):
            any_key(d, f"{mid}.{stamp}.".encode() + d["body"], unb64(item[3:]), "sha256", key_b64)
            age(d, seconds(stamp), 300)
            return True
    raise Bad("signature")


def ports(url):
    """The URL as it is, without the default port, and with it."""
    p = urlsplit(url)
    host = p.hostname or ""
    default = {"https": 443, "http": 80}.get(p.scheme)
    rest = url[len(p.scheme) + 3 + len(p.netloc):]
    yield url
    if p.port is None and default:
        yield f"{p.scheme}://{host}:{default}{rest}"
    elif p.port == default:
        yield f"{p.scheme}://{host}{rest}"


def twilio(d):
    sig = unb64(header(d, "X-Twilio-Signature"))
    query = parse_qs(urlsplit(d["url"]).query)
    tail = ""
    if "bodySHA256" in query:
        if query["bodySHA256"] != [hashlib.sha256(d["body"]).hexdigest()]:
            raise Bad("digest")
    else:
        try:
            pairs = parse_qsl(d["body"].decode(), keep_blank_values=True, strict_parsing=True)
        except (ValueError, UnicodeDecodeError):
            raise Bad("form")
        tail = "".join(n + v for n, v in sorted(pairs))
    for url in ports(d["url"]):
        try:
            return any_key(d, (url + tail).encode(), sig, "sha1")
        except Bad:
            pass
    raise Bad("signature")


def mandrill(d):
    sig = unb64(header(d, "X-Mandrill-Signature"))
    pairs = parse_qsl(d["body"].decode("utf-8", "replace"), keep_blank_values=True)
    return any_key(d, (d["url"] + "".join(n + v for n, v in sorted(pairs))).encode(), sig, "sha1")


def url_body(name, digest, first):
    def check(d):
        sig = unb64(header(d, name))
        u = d["url"].encode()
        return any_key(d, u + d["body"] if first == "url" else d["body"] + u, sig, digest)
    return check


DECODED = re.compile("%(3a|2f|3f|40|21|24|27|28|29|2a|2c|3b)", re.I)


def hubspot3(d):
    stamp = header(d, "X-HubSpot-Request-Timestamp")
    sig = unb64(header(d, "X-HubSpot-Signature-v3"))
    url = DECODED.sub(lambda m: chr(int(m[1], 16)), d["url"])
    any_key(d, d["method"].encode() + url.encode() + d["body"] + stamp.encode(), sig)
    age(d, millis(stamp), 300)
    return True


def hubspot_old(version):
    def check(d):
        sig = unhex(header(d, "X-HubSpot-Signature"), 32)
        middle = (d["method"] + d["url"]).encode() if version == 2 else b""
        if any(hashlib.sha256(k + middle + d["body"]).digest() == sig for k in keys(d)):
            return True
        raise Bad("signature")
    return check


def pandadoc(d):
    sig = parse_qs(urlsplit(d["url"]).query).get("signature")
    if not sig or len(sig) != 1:
        raise Bad("query")
    return any_key(d, d["body"], unhex(sig[0], 32))


def document(d):
    try:
        return json.loads(d["body"].decode("utf-8"))
    except ValueError:
        raise Bad("json")


def mailgun(d):
    try:
        s = document(d)["signature"]
        text, sig = s["timestamp"] + s["token"], s["signature"]
    except (KeyError, TypeError):
        raise Bad("member")
    return any_key(d, text.encode(), unhex(sig, 32))


def dropbox_sign(d):
    try:
        e = document(d)["event"]
        text, sig = e["event_time"] + e["event_type"], e["event_hash"]
    except (KeyError, TypeError):
        raise Bad("member")
    return any_key(d, text.encode(), unhex(sig, 32))


def adyen(d):
    try:
        n = document(d)["notificationItems"][0]["NotificationRequestItem"]
        sig = n["additionalData"]["hmacSignature"]
        text = ":".join(str(v) for v in (n["pspReference"], n.get("originalReference", ""), n["merchantAccountCode"], n["merchantReference"],
                                         n["amount"]["value"], n["amount"]["currency"], n["eventCode"], n["success"]))
    except (KeyError, TypeError, IndexError):
        raise Bad("member")
    return any_key(d, text.encode(), unb64(sig), "sha256", key_hex)


def linear(d):
    any_key(d, d["body"], unhex(header(d, "Linear-Signature"), 32))
    age(d, int(document(d)["webhookTimestamp"]), 60)
    return True


def lark(d):
    stamp, nonce = header(d, "X-Lark-Request-Timestamp"), header(d, "X-Lark-Request-Nonce")
    sig = unhex(header(d, "X-Lark-Signature"), 32)
    if any(hashlib.sha256(stamp.encode() + nonce.encode() + k + d["body"]).digest() == sig for k in keys(d)):
        return True
    raise Bad("signature")


def cloudinary(d):
    stamp, sig = header(d, "X-Cld-Timestamp"), unhex(header(d, "X-Cld-Signature"), 32)
    if any(hashlib.sha256(d["body"] + stamp.encode() + k).digest() == sig for k in keys(d)):
        age(d, seconds(stamp), 7200)
        return True
    raise Bad("signature")


def static(name, basic=False):
    def check(d):
        v = header(d, name).encode()
        if basic:
            if not v.startswith(b"Basic "):
                raise Bad("prefix")
            v = unb64(v[6:].decode())
        if v in list(keys(d)):
            return True
        raise Bad("token")
    return check


def j(*parts):
    return lambda t, b, d: b"".join(t if p is None else b if p is Ellipsis else p for p in parts)


def with_id(t, b, d):
    return header(d, "Twitch-Eventsub-Message-Id").encode() + t + b


T, B = None, Ellipsis
CHECKS = {
    "github/sha256": body_hex("x-hub-signature-256", "sha256="), "github/sha1": body_hex("x-hub-signature", "sha1=", "sha1"),
    "meta/sha256": body_hex("x-hub-signature-256", "sha256="), "meta/sha1": body_hex("x-hub-signature", "sha1=", "sha1"),
    "intercom/sha1": body_hex("x-hub-signature", "sha1=", "sha1"), "bitbucket/sha256": body_hex("x-hub-signature", "sha256="),
    "vercel/hmac": body_hex("x-vercel-signature", "", "sha1"), "sentry/hmac": body_hex("sentry-hook-signature"),
    "lemon-squeezy/hmac": body_hex("x-signature"), "clickup/hmac": body_hex("x-signature"), "stream/hmac": body_hex("x-signature"),
    "modern-treasury/hmac": body_hex("x-signature"), "razorpay/hmac": body_hex("x-razorpay-signature"),
    "cal-com/hmac": body_hex("x-cal-signature-256"), "dropbox/hmac": body_hex("x-dropbox-signature"),
    "asana/hmac": body_hex("x-hook-signature"), "viber/hmac": body_hex("x-viber-content-signature"),
    "pusher/hmac": body_hex("x-pusher-signature"), "mollie/hmac": body_hex("x-mollie-signature", "sha256="),
    "notion/hmac": body_hex("x-notion-signature", "sha256="), "onfido/hmac": body_hex("x-sha2-signature"),
    "launchdarkly/hmac": body_hex("x-ld-signature"), "hocuspocus/hmac": body_hex("x-hocuspocus-signature-256", "sha256="),
    "gocardless/hmac": body_hex("webhook-signature"), "grafana/hmac": body_hex("x-grafana-alerting-signature"),
    "easypost/hmac": body_hex("x-hmac-signature", "hmac-sha256-hex="), "doppler/hmac": body_hex("x-doppler-signature", "sha256="),
    "cursor/hmac": body_hex("x-webhook-signature", "sha256="), "generic/signature": body_hex("x-webhook-signature"),
    "complycube/hmac": body_hex("complycube-signature"), "coinbase-commerce/hmac": body_hex("x-cc-webhook-signature"),
    "cloudconvert/hmac": body_hex("cloudconvert-signature"), "convoy/simple-sha512-hex": body_hex("x-convoy-signature", "", "sha512"),
    "convoy/simple": body_hex("x-convoy-signature"),
    "pagerduty/hmac": body_list("x-pagerduty-signature", "v1="), "circleci/v1": body_list("circleci-signature", "v1="),
    "shopify/hmac": body_b64("x-shopify-hmac-sha256"), "woocommerce/hmac": body_b64("x-wc-webhook-signature"),
    "typeform/sha256": body_b64("typeform-signature", "sha256="), "x/hmac": body_b64("x-twitter-webhooks-signature", "sha256="),
    "docusign/hmac": body_b64("x-docusign-signature-1"), "xero/hmac": body_b64("x-xero-signature"),
    "quickbooks/hmac": body_b64("intuit-signature"), "line/hmac": body_b64("x-line-signature"),
    "kontent-ai/hmac": body_b64("x-kontent-ai-signature"), "hookdeck/hmac": body_b64("x-hookdeck-signature"),
    "cronofy/hmac": body_b64("cronofy-hmac-sha256"), "aftership/hmac": body_b64("aftership-hmac-sha256"),
    "salesforce/ens": body_b64("x-sfmc-ens-signature"), "adyen/hmac": body_b64("hmacsignature", "", key_hex),
    "stripe/v1": items("stripe-signature", "t", "v1", b".", seconds, 300, None),
    "calendly/hmac": items("calendly-webhook-signature", "t", "v1", b".", seconds, 300),
    "convoy/advanced": items("x-convoy-signature", "t", "v1", b",", seconds, 300),
    "elevenlabs/hmac": items("elevenlabs-signature", "t", "v0", b".", seconds, 1800),
    "hook0/v0": items("x-hook0-signature", "t", "v0", b".", seconds, 300),
    "imagekit/hmac": items("x-ik-signature", "t", "v1", b".", millis, 300),
    "knock/hmac": items("x-knock-signature", "t", "s", b".", millis, 300, form="b64"),
    "mux/hmac": items("mux-signature", "t", "v1", b".", seconds, 300),
    "paddle/h1": items("paddle-signature", "ts", "h1", b":", seconds, 5, 60, sep=";"),
    "persona/v1": items("persona-signature", "t", "v1", b".", seconds, 300),
    "retell/hmac": items("x-retell-signature", "v", "d", b"", millis, 300, after=True),
    "sanity/v1": items("sanity-webhook-signature", "t", "v1", b".", millis, 300, form="b64url"),
    "workos/hmac": items("workos-signature", "t", "v1", b".", millis, 180),
    "zoho-payments/hmac": items("x-zoho-webhook-signature", "t", "v", b".", millis, 300),
    "buildkite/hmac": items("x-buildkite-signature", "timestamp", "signature", b".", seconds, 300),
    "slack/v0": two("x-slack-signature", "x-slack-request-timestamp", seconds, j(b"v0:", T, b":", B), 300, prefix="v0="),
    "zoom/v0": two("x-zm-signature", "x-zm-request-timestamp", seconds, j(b"v0:", T, b":", B), 300, prefix="v0="),
    "airwallex/hmac": two("x-signature", "x-timestamp", millis, j(T, B), 300),
    "box/hmac": two("box-signature-primary", "box-delivery-timestamp", rfc3339, j(B, T), 600, form="b64"),
    "cashfree/hmac": two("x-webhook-signature", "x-webhook-timestamp", millis, j(T, B), 300, form="b64"),
    "crisp/hmac": two("x-crisp-signature", "x-crisp-request-timestamp", millis, j(b"[", T, b";", B, b"]"), 300),
    "klaviyo/hmac": two("klaviyo-signature", "klaviyo-timestamp", rfc3339, j(B, T), 300),
    "lovable/hmac": two("x-lovable-signature", "x-lovable-timestamp", seconds, j(T, b".", B), 300, prefix="sha256="),
    "metronome/hmac": two("metronome-webhook-signature", "x-metronome-date", http_date, j(T, b"\n", B), 300),
    "orb/v1": two("x-orb-signature", "x-orb-timestamp", rfc3339_utc, j(b"v1:", T, b":", B), 300, prefix="v1="),
    "podium/hmac": two("podium-signature", "podium-timestamp", millis, j(T, b".", B), 300),
    "revolut/v1": two("revolut-signature", "revolut-request-timestamp", millis, j(b"v1.", T, b".", B), 300, prefix="v1="),
    "scalr/hmac": two("x-signature", "date", http_date, j(B, T), 300, digest="sha1"),
    "twitch/hmac": two("twitch-eventsub-message-signature", "twitch-eventsub-message-timestamp", rfc3339, with_id, 600, prefix="sha256="),
    "webflow/hmac": two("x-webflow-signature", "x-webflow-timestamp", millis, j(T, b":", B), 300),
    "zendesk/hmac": two("x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp", rfc3339, j(T, B), 300, form="b64"),
    "grafana/timestamped": two("x-grafana-alerting-signature", "x-grafana-alerting-timestamp", seconds, j(T, b":", B), 300),
    "finch/v1": finch, "twilio/sha1": twilio, "mandrill/hmac": mandrill,
    "square/sha256": url_body("x-square-hmacsha256-signature", "sha256", "url"),
    "square/sha1": url_body("x-square-signature", "sha1", "url"),
    "trello/hmac": url_body("x-trello-webhook", "sha1", "body"),
    "hubspot/v3": hubspot3, "hubspot/v2": hubspot_old(2), "hubspot/v1": hubspot_old(1),
    "pandadoc/query": pandadoc, "mailgun/body": mailgun, "dropbox-sign/hmac": dropbox_sign, "adyen/notification": adyen,
    "linear/hmac": linear, "lark/sha256": lark, "cloudinary/sha256": cloudinary,
    "gitlab/token": static("x-gitlab-token"), "telegram/token": static("x-telegram-bot-api-secret-token"), "okta/token": static("authorization"),
    "deepgram/token": static("dg-token"), "buildkite/token": static("x-buildkite-token"),
    "postmark/basic": static("authorization", True), "chargebee/basic": static("authorization", True),
}
for _s in ("standard", "openai", "anthropic", "replicate", "supabase", "dodo-payments", "lithic", "portone", "scalekit", "liveblocks", "gitlab"):
    CHECKS[_s + "/v1"] = std("webhook-")
for _s in ("svix", "clerk", "resend", "seam"):
    CHECKS[_s + "/v1"] = std("svix-")
CHECKS["polar/v1"] = std("webhook-", decode=None)


def verify(scheme, d):
    try:
        return bool(CHECKS[scheme](d))
    except Bad:
        return False
    except (UnicodeDecodeError, ValueError):
        return False
