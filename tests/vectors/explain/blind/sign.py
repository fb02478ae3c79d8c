"""Signs deliveries, from what each sender documents. Used only to make deliveries; verify.py checks them in another way."""
import base64
import hashlib
import hmac
import urllib.parse

from rand import http_date, iso


def mac(key, data, alg="sha256"):
    if isinstance(key, str):
        key = key.encode()
    if isinstance(data, str):
        data = data.encode()
    return hmac.new(key, data, alg).digest()


def enc(raw, how):
    if how == "hex":
        return raw.hex()
    if how == "b64":
        return base64.b64encode(raw).decode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def when(ms, unit):
    return {"s": str(ms // 1000), "ms": str(ms), "iso": iso(ms, 3), "iso0": iso(ms), "iso6": iso(ms, 6).replace("Z", ""),
            "iso9": iso(ms, 9), "box": iso(ms, 0, "+00:00"), "http": http_date(ms)}[unit]


def whsec(secret):
    return base64.b64decode(secret.removeprefix("whsec_"))


def form(pairs):
    return urllib.parse.urlencode(pairs)


# ---- families: each gives sign(d, secret, t_ms) which adds headers to the delivery d

def simple(header, prefix="", alg="sha256", how="hex", hexkey=False):
    def sign(d, secret, t):
        key = bytes.fromhex(secret) if hexkey else secret
        d.headers.append([header, prefix + enc(mac(key, d.body, alg), how)])
    return sign


def listed(header, layout, content, unit="s", how="hex", alg="sha256"):
    """One header with the timestamp and the signature as items."""
    def sign(d, secret, t):
        stamp = when(t, unit)
        sig = enc(mac(secret, content.replace("{t}", stamp).encode().replace(b"{b}", d.body), alg), how)
        d.headers.append([header, layout.replace("{t}", stamp).replace("{s}", sig)])
    return sign


def stamped(header, stamp_header, content, unit="s", prefix="", how="hex", alg="sha256", id_header=None, id_len=20):
    def sign(d, secret, t):
        stamp = when(t, unit)
        text = content.replace("{t}", stamp).encode().replace(b"{b}", d.body)
        if id_header:
            ident = d.ident or d.r.uuid()
            d.headers.append([id_header, ident])
            text = text.replace(b"{id}", ident.encode())
        d.headers.append([stamp_header, stamp])
        d.headers.append([header, prefix + enc(mac(secret, text, alg), how)])
    return sign


def standard(names=("webhook-id", "webhook-timestamp", "webhook-signature"), key=whsec, ident="msg_"):
    def sign(d, secret, t):
        mid = d.ident or ident + d.r.al(27)
        stamp = when(t, "s")
        sig = enc(mac(key(secret), f"{mid}.{stamp}.".encode() + d.body), "b64")
        d.headers += [[names[0], mid], [names[1], stamp], [names[2], "v1," + sig]]
    return sign


SVIX = ("svix-id", "svix-timestamp", "svix-signature")


def twilio(d, secret, t):
    kind = dict((k.lower(), v) for k, v in d.headers).get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        pairs = urllib.parse.parse_qsl(d.body.decode(), keep_blank_values=True)
        text = d.url + "".join(k + v for k, v in sorted(pairs))
    else:
        d.url += ("&" if "?" in d.url else "?") + "bodySHA256=" + hashlib.sha256(d.body).hexdigest()
        text = d.url
    d.headers.append(["X-Twilio-Signature", enc(mac(secret, text, "sha1"), "b64")])


def mandrill(d, secret, t):
    pairs = urllib.parse.parse_qsl(d.body.decode(), keep_blank_values=True)
    text = d.url + "".join(k + v for k, v in sorted(pairs))
    d.headers.append(["X-Mandrill-Signature", enc(mac(secret, text, "sha1"), "b64")])


def square(d, secret, t):
    d.headers.append(["x-square-hmacsha256-signature", enc(mac(secret, d.url.encode() + d.body), "b64")])


def square1(d, secret, t):
    d.headers.append(["X-Square-Signature", enc(mac(secret, d.url.encode() + d.body, "sha1"), "b64")])


def trello(d, secret, t):
    d.headers.append(["X-Trello-Webhook", enc(mac(secret, d.body + d.url.encode(), "sha1"), "b64")])


HUBSPOT = {"%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")",
           "%2A": "*", "%2C": ",", "%3B": ";"}


def hubspot3(d, secret, t):
    url = d.url
    for a, b in HUBSPOT.items():
        url = url.replace(a, b).replace(a.lower(), b)
    stamp = when(t, "ms")
    d.headers.append(["X-HubSpot-Request-Timestamp", stamp])
    d.headers.append(["X-HubSpot-Signature-v3", enc(mac(secret, (d.method + url).encode() + d.body + stamp.encode()), "b64")])


def hubspot1(d, secret, t):
    d.headers.append(["X-HubSpot-Signature-Version", "v1"])
    d.headers.append(["X-HubSpot-Signature", hashlib.sha256(secret.encode() + d.body).hexdigest()])


def hubspot2(d, secret, t):
    d.headers.append(["X-HubSpot-Signature-Version", "v2"])
    d.headers.append(["X-HubSpot-Signature", hashlib.sha256((secret + d.method + d.url).encode() + d.body).hexdigest()])


def pandadoc(d, secret, t):
    d.url += ("&" if "?" in d.url else "?") + "signature=" + enc(mac(secret, d.body), "hex")


def mailgun(d, secret, t):
    stamp, token = when(t, "s"), d.r.hx(50)
    sig = mac(secret, stamp + token).hex()
    d.body = d.body.replace(b"@TS@", stamp.encode()).replace(b"@TOKEN@", token.encode()).replace(b"@SIG@", sig.encode())


def dropbox_sign(d, secret, t):
    stamp = when(t, "s")
    kind = d.event
    d.body = d.body.replace(b"@TS@", stamp.encode()).replace(b"@SIG@", mac(secret, stamp + kind).hex().encode())


def adyen(d, secret, t):
    i = d.adyen
    text = ":".join([i["pspReference"], i.get("originalReference", ""), i["merchantAccountCode"], i["merchantReference"],
                     str(i["value"]), i["currency"], i["eventCode"], i["success"]])
    d.body = d.body.replace(b"@SIG@", enc(mac(bytes.fromhex(secret), text), "b64").encode())


def lark(d, secret, t):
    stamp, nonce = when(t, "s"), d.r.num(9)
    d.headers += [["X-Lark-Request-Timestamp", stamp], ["X-Lark-Request-Nonce", nonce],
                  ["X-Lark-Signature", hashlib.sha256((stamp + nonce + secret).encode() + d.body).hexdigest()]]


def cloudinary(d, secret, t):
    stamp = when(t, "s")
    d.headers += [["X-Cld-Timestamp", stamp], ["X-Cld-Signature", hashlib.sha256(d.body + (stamp + secret).encode()).hexdigest()]]


def token(header, prefix=""):
    def sign(d, secret, t):
        text = base64.b64encode(secret.encode()).decode() if prefix == "Basic " else secret
        d.headers.append([header, prefix + text])
    return sign


SCHEMES = {
    "github/sha256": simple("X-Hub-Signature-256", "sha256="),
    "github/sha1": simple("X-Hub-Signature", "sha1=", "sha1"),
    "meta/sha256": simple("X-Hub-Signature-256", "sha256="),
    "meta/sha1": simple("X-Hub-Signature", "sha1=", "sha1"),
    "shopify/hmac": simple("X-Shopify-Hmac-SHA256", how="b64"),
    "woocommerce/hmac": simple("X-WC-Webhook-Signature", how="b64"),
    "typeform/sha256": simple("Typeform-Signature", "sha256=", how="b64"),
    "intercom/sha1": simple("X-Hub-Signature", "sha1=", "sha1"),
    "vercel/hmac": simple("x-vercel-signature", alg="sha1"),
    "sentry/hmac": simple("Sentry-Hook-Signature"),
    "lemon-squeezy/hmac": simple("X-Signature"),
    "razorpay/hmac": simple("X-Razorpay-Signature"),
    "cal-com/hmac": simple("X-Cal-Signature-256"),
    "clickup/hmac": simple("X-Signature"),
    "dropbox/hmac": simple("X-Dropbox-Signature"),
    "pagerduty/hmac": simple("X-PagerDuty-Signature", "v1="),
    "asana/hmac": simple("X-Hook-Signature"),
    "docusign/hmac": simple("X-DocuSign-Signature-1", how="b64"),
    "xero/hmac": simple("x-xero-signature", how="b64"),
    "quickbooks/hmac": simple("intuit-signature", how="b64"),
    "line/hmac": simple("x-line-signature", how="b64"),
    "viber/hmac": simple("X-Viber-Content-Signature"),
    "pusher/hmac": simple("X-Pusher-Signature"),
    "mollie/hmac": simple("X-Mollie-Signature", "sha256="),
    "notion/hmac": simple("X-Notion-Signature", "sha256="),
    "onfido/hmac": simple("X-SHA2-Signature"),
    "modern-treasury/hmac": simple("X-Signature"),
    "launchdarkly/hmac": simple("X-LD-Signature"),
    "kontent-ai/hmac": simple("X-Kontent-ai-Signature", how="b64"),
    "hookdeck/hmac": simple("x-hookdeck-signature", how="b64"),
    "hocuspocus/hmac": simple("X-Hocuspocus-Signature-256", "sha256="),
    "gocardless/hmac": simple("Webhook-Signature"),
    "grafana/hmac": simple("X-Grafana-Alerting-Signature"),
    "easypost/hmac": simple("X-Hmac-Signature", "hmac-sha256-hex="),
    "doppler/hmac": simple("X-Doppler-Signature", "sha256="),
    "cursor/hmac": simple("X-Webhook-Signature", "sha256="),
    "cronofy/hmac": simple("Cronofy-HMAC-SHA256", how="b64"),
    "complycube/hmac": simple("ComplyCube-Signature"),
    "coinbase-commerce/hmac": simple("X-CC-Webhook-Signature"),
    "cloudconvert/hmac": simple("CloudConvert-Signature"),
    "circleci/v1": simple("circleci-signature", "v1="),
    "bitbucket/sha256": simple("X-Hub-Signature", "sha256="),
    "aftership/hmac": simple("aftership-hmac-sha256", how="b64"),
    "x/hmac": simple("x-twitter-webhooks-signature", "sha256=", how="b64"),
    "stream/hmac": simple("X-Signature"),
    "salesforce/ens": simple("x-sfmc-ens-signature", how="b64"),
    "generic/signature": simple("X-Webhook-Signature"),
    "convoy/simple-sha512-hex": simple("X-Convoy-Signature", alg="sha512"),
    "convoy/simple": simple("X-Convoy-Signature"),
    "adyen/hmac": simple("HmacSignature", how="b64", hexkey=True),
    "linear/hmac": simple("Linear-Signature"),
    "stripe/v1": listed("Stripe-Signature", "t={t},v1={s}", "{t}.{b}"),
    "calendly/hmac": listed("Calendly-Webhook-Signature", "t={t},v1={s}", "{t}.{b}"),
    "convoy/advanced": listed("X-Convoy-Signature", "t={t},v1={s}", "{t},{b}"),
    "elevenlabs/hmac": listed("ElevenLabs-Signature", "t={t},v0={s}", "{t}.{b}"),
    "hook0/v0": listed("X-Hook0-Signature", "t={t},v0={s}", "{t}.{b}"),
    "imagekit/hmac": listed("x-ik-signature", "t={t},v1={s}", "{t}.{b}", "ms"),
    "knock/hmac": listed("x-knock-signature", "t={t},s={s}", "{t}.{b}", "ms", "b64"),
    "mux/hmac": listed("Mux-Signature", "t={t},v1={s}", "{t}.{b}"),
    "paddle/h1": listed("Paddle-Signature", "ts={t};h1={s}", "{t}:{b}"),
    "persona/v1": listed("Persona-Signature", "t={t},v1={s}", "{t}.{b}"),
    "retell/hmac": listed("x-retell-signature", "v={t},d={s}", "{b}{t}", "ms"),
    "sanity/v1": listed("sanity-webhook-signature", "t={t},v1={s}", "{t}.{b}", "ms", "b64url"),
    "workos/hmac": listed("WorkOS-Signature", "t={t}, v1={s}", "{t}.{b}", "ms"),
    "zoho-payments/hmac": listed("X-Zoho-Webhook-Signature", "t={t},v={s}", "{t}.{b}", "ms"),
    "buildkite/hmac": listed("X-Buildkite-Signature", "timestamp={t},signature={s}", "{t}.{b}"),
    "slack/v0": stamped("X-Slack-Signature", "X-Slack-Request-Timestamp", "v0:{t}:{b}", prefix="v0="),
    "zoom/v0": stamped("x-zm-signature", "x-zm-request-timestamp", "v0:{t}:{b}", prefix="v0="),
    "airwallex/hmac": stamped("x-signature", "x-timestamp", "{t}{b}", "ms"),
    "box/hmac": stamped("BOX-SIGNATURE-PRIMARY", "BOX-DELIVERY-TIMESTAMP", "{b}{t}", "box", how="b64"),
    "cashfree/hmac": stamped("x-webhook-signature", "x-webhook-timestamp", "{t}{b}", "ms", how="b64"),
    "crisp/hmac": stamped("X-Crisp-Signature", "X-Crisp-Request-Timestamp", "[{t};{b}]", "ms"),
    "klaviyo/hmac": stamped("Klaviyo-Signature", "Klaviyo-Timestamp", "{b}{t}", "iso0"),
    "lovable/hmac": stamped("x-lovable-signature", "x-lovable-timestamp", "{t}.{b}", prefix="sha256="),
    "metronome/hmac": stamped("Metronome-Webhook-Signature", "X-Metronome-Date", "{t}\n{b}", "http"),
    "orb/v1": stamped("X-Orb-Signature", "X-Orb-Timestamp", "v1:{t}:{b}", "iso6", prefix="v1="),
    "podium/hmac": stamped("podium-signature", "podium-timestamp", "{t}.{b}", "ms"),
    "revolut/v1": stamped("Revolut-Signature", "Revolut-Request-Timestamp", "v1.{t}.{b}", "ms", prefix="v1="),
    "scalr/hmac": stamped("X-Signature", "Date", "{b}{t}", "http", alg="sha1"),
    "twitch/hmac": stamped("Twitch-Eventsub-Message-Signature", "Twitch-Eventsub-Message-Timestamp", "{id}{t}{b}", "iso9",
                           prefix="sha256=", id_header="Twitch-Eventsub-Message-Id"),
    "webflow/hmac": stamped("x-webflow-signature", "x-webflow-timestamp", "{t}:{b}", "ms"),
    "zendesk/hmac": stamped("X-Zendesk-Webhook-Signature", "X-Zendesk-Webhook-Signature-Timestamp", "{t}{b}", "iso0", how="b64"),
    "grafana/timestamped": stamped("X-Grafana-Alerting-Signature", "X-Grafana-Alerting-Timestamp", "{t}:{b}"),
    "standard/v1": standard(),
    "svix/v1": standard(SVIX),
    "clerk/v1": standard(SVIX),
    "resend/v1": standard(SVIX),
    "seam/v1": standard(SVIX),
    "openai/v1": standard(ident="wh_"),
    "anthropic/v1": standard(),
    "replicate/v1": standard(),
    "supabase/v1": standard(),
    "polar/v1": standard(key=lambda s: s.encode()),
    "dodo-payments/v1": standard(),
    "lithic/v1": standard(),
    "liveblocks/v1": standard(),
    "portone/v1": standard(),
    "scalekit/v1": standard(),
    "gitlab/v1": standard(ident=""),
    "finch/v1": standard(("Finch-Event-ID", "Finch-Timestamp", "Finch-Signature"), key=base64.b64decode, ident=""),
    "twilio/sha1": twilio,
    "mandrill/hmac": mandrill,
    "square/sha256": square,
    "square/sha1": square1,
    "trello/hmac": trello,
    "hubspot/v3": hubspot3,
    "hubspot/v2": hubspot2,
    "hubspot/v1": hubspot1,
    "pandadoc/query": pandadoc,
    "mailgun/body": mailgun,
    "dropbox-sign/hmac": dropbox_sign,
    "adyen/notification": adyen,
    "lark/sha256": lark,
    "cloudinary/sha256": cloudinary,
    "gitlab/token": token("X-Gitlab-Token"),
    "telegram/token": token("X-Telegram-Bot-Api-Secret-Token"),
    "okta/token": token("Authorization"),
    "deepgram/token": token("dg-token"),
    "buildkite/token": token("X-Buildkite-Token"),
    "postmark/basic": token("Authorization", "Basic "),
    "chargebee/basic": token("Authorization", "Basic "),
}
