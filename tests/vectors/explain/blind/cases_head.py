"""Cases: headers and encodings of the signature."""
import base64
import urllib.parse

from breaks import *

HEXTO64 = lambda v: base64.b64encode(bytes.fromhex(v)).decode()
B64HEX = lambda v: base64.b64decode(v).hex()

# ---- missing
case("razorpay", "header-missing", "The API gateway forwards only headers on its list, and X-Razorpay-Signature is not on it.", DROPSIG)
case("webflow", "header-missing", "The proxy passes x-webflow-signature but drops x-webflow-timestamp.", DROP("x-webflow-timestamp"))
case("svix", "header-missing", "The relay drops svix-id.", DROP("svix-id"))
case("twitch", "header-missing", "Twitch-Eventsub-Message-Id was not stored with the delivery.", DROP("Twitch-Eventsub-Message-Id"))
case("telegram", "header-missing", "setWebhook was called without secret_token.", DROPSIG)
case("pandadoc", "header-missing", "The framework's path, without the query, was used as the URL, so the signature is gone.", U(lambda u: u.split("?")[0]))
case("okta", "header-missing", "A redirect to another host dropped the Authorization header.", DROPSIG)

# ---- renamed
case("github", "header-renamed", "The headers come from PHP's $_SERVER: HTTP_X_HUB_SIGNATURE_256.", RENSIG("HTTP_X_HUB_SIGNATURE_256"), fw="laravel")
case("paddle", "header-renamed", "Ruby on Rails' request.env has HTTP_PADDLE_SIGNATURE.", RENSIG("HTTP_PADDLE_SIGNATURE"), fw="rails")
case("slack", "header-renamed", "The relay puts X-Original- before every header.", REN("X-Slack-Signature", "X-Original-X-Slack-Signature"), REN("X-Slack-Request-Timestamp", "X-Original-X-Slack-Request-Timestamp"))
case("calendly", "header-renamed", "nginx's underscore form was used: calendly_webhook_signature.", RENSIG("calendly_webhook_signature"))
case("intercom", "header-renamed", "Zapier's raw hook has the header as Http-X-Hub-Signature.", RENSIG("Http-X-Hub-Signature"))
case("resend", "header-renamed", "The gateway maps the three headers to names without hyphens.", REN("svix-id", "svixId"), REN("svix-timestamp", "svixTimestamp"), REN("svix-signature", "svixSignature"))
case("sentry", "header-renamed", "The gateway moves the signature to X-Forwarded-Sentry-Hook-Signature.", RENSIG("X-Forwarded-Sentry-Hook-Signature"))
case("gitlab", "header-renamed", "Django's META has the token as HTTP_X_GITLAB_TOKEN.", RENSIG("HTTP_X_GITLAB_TOKEN"), fw="django")
case("coinbase-commerce", "header-renamed", "The test client sends the signature under Authorization.", RENSIG("Authorization"))

# ---- joined
case("lemon-squeezy", "header-joined", "The request passed the mirror twice, and both fields were joined with a comma.", SIG(lambda v: v + ", " + v))
case("shopify", "header-joined", "The header arrives twice with the same value.", lambda d: d.add("X-Shopify-Hmac-SHA256", d.head("X-Shopify-Hmac-SHA256")[1]))
case("onfido", "header-joined", "Netty gives a list, and its text with brackets was passed.", SIG(lambda v: "[" + v + "]"), fw="spring")
case("dropbox", "header-joined", "The relay keeps its own signature in a second field of the same name.", lambda d: d.add("X-Dropbox-Signature", d.r.hx(64)))
case("zendesk", "header-joined", "The timestamp header is there twice and was joined with a comma.", H("X-Zendesk-Webhook-Signature-Timestamp", lambda v: v + ", " + v))
case("notion", "header-joined", "The JSON form of the header list was passed: [\"sha256=...\"].", SIG(lambda v: '["' + v + '"]'), fw="lambda")

# ---- dirty values
case("clickup", "header-dirty", "The test script kept the quotes around the signature.", SIG(lambda v: '"' + v + '"'))
case("mollie", "header-dirty", "A blank was put after sha256=.", SIG(lambda v: v.replace("sha256=", "sha256= ")))
case("launchdarkly", "header-dirty", "The value ends with a semicolon from the log format.", SIG(lambda v: v + ";"))
case("line", "header-dirty", "Python's bytes were formatted into the header: b'...'.", SIG(lambda v: "b'" + v + "'"), fw="flask")
case("cashfree", "header-dirty", "The header was cut out of a log together with its name.", SIG(lambda v: "x-webhook-signature: " + v))
case("vercel", "header-dirty", "The digits were written with 0x before them.", SIG(lambda v: "0x" + v))
case("viber", "header-dirty", "A logger put a colon between the bytes of the signature.", SIG(lambda v: ":".join(v[i:i + 2] for i in range(0, len(v), 2))))

# ---- encoded values
case("typeform", "header-encoded", "The queue stores headers percent-encoded, so = became %3D.", SIG(lambda v: urllib.parse.quote(v, safe="")))
case("docusign", "header-encoded", "The signature passed a form decoder, which changed + to a blank.", SIG(lambda v: v.replace("+", " ")), need=lambda d: "+" in d.head("X-DocuSign-Signature-1")[1])
case("persona", "header-encoded", "The whole header is percent-encoded.", SIG(lambda v: urllib.parse.quote(v, safe="")))
case("xero", "header-encoded", "The value is base64-encoded once more.", SIG(lambda v: base64.b64encode(v.encode()).decode()))
case("shopify", "header-encoded", "A template engine wrote the + and = of the signature as HTML entities.", SIG(lambda v: v.replace("+", "&#43;").replace("=", "&#61;")), need=lambda d: "+" in d.head(d.sig())[1])
case("hookdeck", "header-encoded", "The padding was removed from the base64.", SIG(lambda v: v.rstrip("=")))
case("x", "header-encoded", "The value was copied as base64url by a tool that replaces + and /.", SIG(lambda v: v.replace("+", "-").replace("/", "_").rstrip("=")), need=lambda d: "+" in d.head(d.sig())[1] or "/" in d.head(d.sig())[1])

# ---- prefixes
case("mollie", "header-prefix", "The code splits the header at = and passes the second part.", SIG(lambda v: v.split("=")[1]))
case("slack:command", "header-prefix", "A regular expression removed v0= before the value was passed.", SIG(lambda v: v[3:]))
case("lemon-squeezy", "header-prefix", "The relay adds sha256= to the bare digits.", SIG(lambda v: "sha256=" + v))
case("meta", "header-prefix", "The label was written as SHA-256=.", SIG(lambda v: v.replace("sha256=", "SHA-256=")))
case("lovable", "header-prefix", "The prefix is there twice.", SIG(lambda v: "sha256=" + v))
case("standard", "header-prefix", "Only the base64 was passed, without `v1,`.", SIG(lambda v: v[3:]))
case("circleci", "header-prefix", "The items were split at the comma, and v1= was removed.", SIG(lambda v: v[3:]))
case("easypost", "header-prefix", "The prefix hmac-sha256-hex= was shortened to sha256=.", SIG(lambda v: v.replace("hmac-sha256-hex=", "sha256=")))

# ---- items
case("mux", "header-item", "The code kept the part after the comma, so the timestamp is gone.", SIG(lambda v: v.split(",")[1]))
case("stripe", "header-item", "The header was cut at the comma, so only t= is left.", SIG(lambda v: v.split(",")[0]))
case("workos", "header-item", "Two deliveries were merged: t= is there twice.", SIG(lambda v: "t=" + str(int(v[2:15]) + 61000) + ", " + v))
case("paddle", "header-item", "The semicolon list was split, and h1= alone was passed.", SIG(lambda v: v.split(";")[1]))
case("buildkite", "header-item", "The item `signature` was renamed to `v1` by a generic parser.", SIG(lambda v: v.replace("signature=", "v1=")))
case("zoho-payments", "header-item", "The items were joined with a blank in place of the comma.", SIG(lambda v: v.replace(",", " ")))

# ---- cut
case("bitbucket", "header-truncated", "The column for headers is 64 characters wide.", SIG(lambda v: v[:64]))
case("kontent-ai", "header-truncated", "The last characters of the base64 were lost in a log line.", SIG(lambda v: v[:-6]))
case("convoy", "header-truncated", "A VARCHAR(64) column cut the 128 digits in half.", SIG(lambda v: v[:64]))
case("hook0", "header-truncated", "The tracing system keeps the first 60 characters of a value.", SIG(lambda v: v[:60]))

# ---- placeholders
case("cal-com", "header-placeholder", "No secret is set for the webhook, so the sender writes no-secret-provided.", SIG("no-secret-provided"))
case("generic", "header-placeholder", "The test client has the text {{signature}} in the header.", SIG("{{signature}}"))
case("grafana", "header-placeholder", "The header says undefined, since the variable was never set.", SIG("undefined"))
case("github", "header-placeholder", "The relay computes no signature and sends sha256= alone.", SIG("sha256="))
case("woocommerce", "header-placeholder", "The monitoring agent masked the value as [REDACTED].", SIG("[REDACTED]"))

# ---- another header
case("github", "header-other", "The code reads X-Hub-Signature and passes it as X-Hub-Signature-256.", lambda d: d.set("X-Hub-Signature-256", "sha1=" + mac(d.secret, d.body, "sha1").hex()))
case("twilio", "header-other", "The idempotency token was passed as the signature.", lambda d: d.set("X-Twilio-Signature", d.head("I-Twilio-Idempotency-Token")[1]))
case("pagerduty", "header-other", "X-Webhook-Id was stored in the field for the signature.", lambda d: d.set("X-PagerDuty-Signature", d.head("X-Webhook-Id")[1]))
case("box", "header-other", "The value of BOX-SIGNATURE-ALGORITHM was read instead of the signature.", lambda d: d.set("BOX-SIGNATURE-PRIMARY", "HmacSHA256"))

# ---- encoding of the signature
case("shopify", "signature-encoding", "The relay that signs again writes hexadecimal digits.", SIG(B64HEX))
case("clickup", "signature-encoding", "The test script prints base64 where ClickUp sends hexadecimal digits.", SIG(HEXTO64))
case("square", "signature-encoding", "The signature was converted to hexadecimal digits for the database.", SIG(B64HEX))
case("stripe", "signature-encoding", "The emulator writes v1 in base64.", SIG(lambda v: v.split("v1=")[0] + "v1=" + HEXTO64(v.split("v1=")[1])))
case("liveblocks", "signature-encoding", "A home-made sender writes v1, and hexadecimal digits.", SIG(lambda v: "v1," + B64HEX(v[3:])))
case("sanity", "signature-encoding", "A mock of the sender writes hexadecimal digits.", SIG(lambda v: v.split("v1=")[0] + "v1=" + (base64.urlsafe_b64decode(v.split("v1=")[1] + "=").hex())))
case("typeform", "signature-encoding", "The load test writes sha256= and hexadecimal digits.", SIG(lambda v: "sha256=" + B64HEX(v[7:])))
case("coinbase-commerce", "signature-encoding", "The mock base64-encodes the hexadecimal text.", SIG(lambda v: base64.b64encode(v.encode()).decode()))
