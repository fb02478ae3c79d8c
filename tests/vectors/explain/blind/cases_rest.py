"""Cases: time, URL, scheme."""
import base64
import hashlib
import re
import urllib.parse

import json_text as J
from breaks import *
from rand import http_date, iso

# ---- units
case("slack", "timestamp-unit", "The relay writes X-Slack-Request-Timestamp in milliseconds.", H("X-Slack-Request-Timestamp", lambda v: v + "000"))
case("podium", "timestamp-unit", "The timestamp was divided by 1000 to fit a column.", H("podium-timestamp", lambda v: v[:-3]))
case("knock", "timestamp-unit", "A normalizer changed t= to seconds.", SIG(lambda v: re.sub(r"t=(\d+)\d{3}", r"t=\1", v)))
case("cloudinary", "timestamp-unit", "The value was parsed into a Date and written with getTime().", H("X-Cld-Timestamp", lambda v: v + "000"))
case("replicate", "timestamp-unit", "The queue stores webhook-timestamp as microseconds.", H("webhook-timestamp", lambda v: v + "000000"))
case("hubspot", "timestamp-unit", "The HubSpot timestamp was cut to seconds.", H("X-HubSpot-Request-Timestamp", lambda v: v[:-3]))

# ---- the same time, written in another way
case("zoom", "timestamp-rewritten", "The gateway writes x-zm-request-timestamp as ISO 8601.", lambda d: d.set("x-zm-request-timestamp", iso(d.t)))
case("box", "timestamp-rewritten", "The delivery time was parsed and written with Z in place of +00:00.", H("BOX-DELIVERY-TIMESTAMP", lambda v: v.replace("+00:00", "Z")))
case("zendesk", "timestamp-rewritten", "JavaScript's toISOString added .000 to the timestamp.", H("X-Zendesk-Webhook-Signature-Timestamp", lambda v: v.replace("Z", ".000Z")))
case("twitch", "timestamp-rewritten", "The nanoseconds were cut to milliseconds by a Date object.", H("Twitch-Eventsub-Message-Timestamp", lambda v: re.sub(r"(\.\d{3})\d+", r"\1", v)))
case("metronome", "timestamp-rewritten", "The HTTP date was written as ISO 8601 by the relay.", lambda d: d.set("X-Metronome-Date", iso(d.t)))
case("orb", "timestamp-rewritten", "The relay added Z to Orb's timestamp.", H("X-Orb-Timestamp", lambda v: v + "Z"))
case("anthropic", "timestamp-rewritten", "A float column gave the timestamp a `.0`.", H("webhook-timestamp", lambda v: v + ".0"))
case("klaviyo", "timestamp-rewritten", "The time was written in the local zone, +02:00.", lambda d: d.set("Klaviyo-Timestamp", iso(d.t + 7200000, 0, "+02:00")))
case("scalr", "timestamp-rewritten", "The Date header was parsed and written as ISO 8601.", lambda d: d.set("Date", iso(d.t)))

# ---- another time
case("metronome", "timestamp-other", "The proxy sets X-Metronome-Date to the date on which it forwards the request, half a minute later.", lambda d: d.set("X-Metronome-Date", http_date(d.t + 31000)), NOW(32))
case("lark", "timestamp-other", "The retry queue writes its own time, two minutes later, into the timestamp header.", lambda d: d.set("X-Lark-Request-Timestamp", str(d.t // 1000 + 127)), NOW(128))
case("scalr", "timestamp-other", "The load balancer replaced Date by the time of its own response, 4 seconds later.", lambda d: d.set("Date", http_date(d.t + 4000)), NOW(5))

# ---- clocks
case("stripe", "clock-skew", "The receiver's virtual machine was suspended for 40 minutes and its clock runs ahead of the sender's.", NOW(2400))
case("clerk", "clock-skew", "The container's clock is 11 minutes behind.", NOW(-660))
case("knock", "clock-skew", "Local time is read as UTC, so the receiver is exactly two hours ahead.", NOW(7200.8))
case("workos", "clock-skew", "The clock of the test machine is four minutes ahead, and WorkOS allows three.", NOW(241))
case("paddle", "clock-skew", "The receiver's clock is nine seconds ahead, and Paddle's window is five.", NOW(9))
case("webflow", "clock-skew", "The server keeps New York time as UTC: five hours behind.", NOW(-18000 + 0.6))
case("linear", "clock-skew", "The clock is 90 seconds ahead, and the window is one minute.", NOW(91))

# ---- late
case("standard", "delivery-old", "The delivery waited three hours in a dead-letter queue before it was verified.", NOW(3 * 3600 + 127))
case("slack", "delivery-old", "A request of last week was replayed from the access log.", NOW(6 * 86400 + 3911))
case("hubspot", "delivery-old", "A worker with a backlog verified the request 26 minutes after receipt.", NOW(26 * 60 + 14))
case("cloudinary", "delivery-old", "A notification of yesterday was verified again after a bug fix.", NOW(86400 + 4711))
case("box", "delivery-old", "The nightly job verifies what was stored during the day.", NOW(9 * 3600 + 33))
case("elevenlabs", "delivery-old", "The transcript was verified after a weekend in the queue.", NOW(2 * 86400 + 5555))

# ---- scheme of the URL
case("twilio", "url-scheme", "TLS ends at the load balancer, so the application sees http.", U(scheme("http")), fw="express", proxy=True)
case("hubspot", "url-scheme", "Django builds http:// because SECURE_PROXY_SSL_HEADER is not set.", U(scheme("http")), fw="django", proxy=True)
case("square", "url-scheme", "UseForwardedHeaders is missing, so the URL has http.", U(scheme("http")), fw="aspnet", length=False)
case("mandrill", "url-scheme", "The webhook is registered with http, and the receiver always builds https.", U(scheme("https")), url="http://mail.northlight.example/mandrill?list=summer")

# ---- host
case("trello", "url-host", "The application builds the URL from the host name of the container.", U(host("boards-api.internal:8080")), proxy=True, fw="spring")
case("twilio", "url-host", "The tunnel rewrites Host to localhost:3000.", U(lambda u: host("localhost:3000")(scheme("http")(u))), proxy=True, fw="express")
case("square", "url-host", "The webhook is registered with www., and the receiver's setting has no www.", U(lambda u: u.replace("://www.", "://")), url="https://www.paperkite.example/square/events")
case("mandrill", "url-host", "The host name was written in lower case, but it is registered with capitals.", U(lambda u: u.replace("Mail.NorthLight.example", "mail.northlight.example")), url="https://Mail.NorthLight.example/mandrill?list=summer")
case("hubspot", "url-host", "A CDN sends its origin's name as Host.", U(host("origin-7.northlight.example")), ADD("X-Original-Host", "crm.northlight.example"))

# ---- port
case("square", "url-port", "The framework adds :443 to the URL.", U(lambda u: u.replace(".example/", ".example:443/")), fw="laravel")
case("trello", "url-port", "The callback is registered with port 8443, which the proxy removed.", U(lambda u: u.replace(":8443", "")), url="https://boards.northlight.example:8443/trello/board")
case("hubspot", "url-port", "The pod's port 3000 is part of the URL.", U(lambda u: u.replace(".example/", ".example:3000/")), fw="nest")
case("mandrill", "url-port", "request.url has :80 behind the proxy.", U(lambda u: u.replace(".example/", ".example:80/")), url="http://mail.northlight.example/mandrill?list=summer")

# ---- path
case("twilio", "url-path", "The API gateway removed the stage /prod from the path.", U(lambda u: u.replace("/prod/", "/")), url="https://sms.northlight.example/prod/twilio/inbound?site=lyon")
case("square", "url-path", "The Express router strips its mount path, and req.url was used.", U(lambda u: u.replace("/square/events", "/events")), ADD("X-Forwarded-Uri", "/square/events"), fw="express")
case("trello", "url-path", "A rewrite rule put /index.php before the path.", U(lambda u: u.replace("/trello/", "/index.php/trello/")), fw="laravel")
case("hubspot", "url-path", "The server redirects to the path with a slash at the end.", U(lambda u: u + "/"), fw="django")
case("mandrill", "url-path", "Two slashes from the registered URL were merged.", U(lambda u: u.replace("example//", "example/")), url="https://mail.northlight.example//mandrill?list=summer")
case("trello", "url-path", "The router decoded %20 of the path.", U(lambda u: u.replace("%20", " ")), url="https://boards.northlight.example/trello/board%20one")

# ---- query
case("twilio", "url-query-missing", "request.base_url was used, which has no query.", U(lambda u: u.split("?")[0]), fw="flask")
case("trello", "url-query-missing", "The load balancer drops the query of POST requests.", U(lambda u: u.split("?")[0]), url="https://boards.northlight.example/trello/board?team=kueche")
case("hubspot", "url-query-missing", "A cache removes the parameter utm_source.", U(lambda u: u.replace("&utm_source=hubspot", "")), url="https://crm.northlight.example/hubspot/contacts?portal=eu&utm_source=hubspot")
case("square", "url-query-added", "The function host adds its key as a parameter.", U(lambda u: u + "?code=Zm4tYWNjZXNz"))
case("hubspot", "url-query-added", "The CDN adds a cache parameter to the query.", U(lambda u: u + "?__cf_cache=1760087"))
case("twilio:json", "url-query-missing", "The framework keeps only known parameters and removed bodySHA256.", U(lambda u: u.split("?")[0]))
case("twilio", "url-query-order", "The gateway sorts the parameters: lang before site.", U(lambda u: u.replace("site=lyon&lang=fr", "lang=fr&site=lyon")))
case("hubspot", "url-query-order", "Symfony's getUri sorts the five parameters.", U(lambda u: u.split("?")[0] + "?" + "&".join(sorted(u.split("?")[1].split("&")))), url="https://crm.northlight.example/hubspot/contacts?tenant=7&region=eu&mode=live&app=crm&queue=b", fw="symfony")
case("trello", "url-query-order", "The query was rebuilt from a map, with the order of its hash.", U(lambda u: u.split("?")[0] + "?" + "&".join(reversed(u.split("?")[1].split("&")))), url="https://boards.northlight.example/trello/board?team=kueche&lane=2&src=trello")
case("twilio", "url-query-encoding", "The + of the query became %20 when the URL was built again.", U(lambda u: u.replace("+", "%20")), url="https://sms.northlight.example/twilio/inbound?site=Lyon+Est&lang=fr")
case("mandrill", "url-query-encoding", "The brackets in the query were escaped.", U(lambda u: u.replace("[]", "%5B%5D")), url="https://mail.northlight.example/mandrill?list[]=summer&list[]=vip")
case("square", "url-query-encoding", "The escape %2f was written in upper case.", U(lambda u: u.replace("%2f", "%2F")), url="https://hooks.paperkite.example/square/events?return=%2fshop%2forders")
case("trello", "url-query-encoding", "The query was decoded to text: the umlaut is raw.", U(urllib.parse.unquote), url="https://boards.northlight.example/trello/board?team=k%C3%BCche")

# ---- only a part; credentials
case("square", "url-fragment", "Only the path was passed, as Node's req.url has it.", U(lambda u: "/" + u.split("/", 3)[3]), fw="express")
case("twilio", "url-fragment", "Twilio was given a URL with user and password, and the application sees it without them.", U(lambda u: u.replace("hook:s3same@", "")), url="https://hook:s3same@sms.northlight.example/twilio/inbound?site=lyon")

# ---- method
case("hubspot", "method-changed", "The relay passes the method in lower case.", M("post"))
case("hubspot", "method-changed", "The workflow tool forwards with PUT.", M("PUT"))

# ---- algorithm
case("github", "scheme-algorithm", "A home-made test sender uses HMAC-SHA512 under sha256=.", HAND("sha256={s}", "{b}", "sha512"))
case("vercel", "scheme-algorithm", "The mock signs with SHA-256, and Vercel signs with SHA-1.", HAND("{s}", "{b}", "sha256"))
case("line", "scheme-algorithm", "The simulator signs with SHA-1.", HAND("{s}", "{b}", "sha1", "b64"))
case("convoy", "scheme-algorithm", "The endpoint is configured for SHA-256, and the receiver expects SHA-512.", HAND("{s}", "{b}", "sha256"))
case("slack", "scheme-algorithm", "A relay that signs again uses SHA-512.", HAND("v0={s}", "v0:{t}:{b}", "sha512"))
case("trello", "scheme-algorithm", "The unit test signs body and URL with SHA-256.", lambda d: d.set("X-Trello-Webhook", base64.b64encode(mac(d.secret, d.body + d.url.encode(), "sha256")).decode()))
case("intercom", "scheme-algorithm", "The receiver's team changed the test sender to SHA-256 and kept sha1=.", HAND("sha1={s}", "{b}", "sha256"))
case("clickup", "scheme-algorithm", "The replay script uses HMAC-MD5.", HAND("{s}", "{b}", "md5"))

# ---- construction
case("lemon-squeezy", "scheme-construction", "The test sender computes sha256(secret + body).", HAND("{s}", "{k}{b}", "plain:sha256"))
case("cloudconvert", "scheme-construction", "The mock computes sha256(body + secret).", HAND("{s}", "{b}{k}", "plain:sha256"))
case("grafana", "scheme-construction", "A shell script passed key and message of HMAC in the wrong order.", lambda d: d.set(d.sig(), mac(d.body, d.secret).hex()))
case("generic", "scheme-construction", "The sender's first version sends the plain SHA-256 of the body.", HAND("{s}", "{b}", "plain:sha256"))
case("cloudinary", "scheme-construction", "A custom sender uses HMAC-SHA256 over body and timestamp in place of the plain hash.", lambda d: d.set("X-Cld-Signature", mac(d.secret, d.body + str(d.t // 1000).encode()).hex()))
case("mollie", "scheme-construction", "The mock signs the hexadecimal digest of the body.", lambda d: d.set(d.sig(), "sha256=" + mac(d.secret, hashlib.sha256(d.body).hexdigest()).hex()))

# ---- version
case("meta", "scheme-version", "The proxy lets only the older X-Hub-Signature through.", lambda d: (d.drop("X-Hub-Signature-256"), d.add("X-Hub-Signature", "sha1=" + mac(d.secret, d.body, "sha1").hex())))
case("square", "scheme-version", "The subscription still sends the older SHA-1 signature.", lambda d: (d.drop("x-square-hmacsha256-signature"), d.add("X-Square-Signature", base64.b64encode(mac(d.secret, d.url.encode() + d.body, "sha1")).decode())))
case("convoy:advanced", "scheme-version", "The endpoint uses simple signatures, and the receiver expects advanced ones.", HAND("{s}", "{b}"))
case("gitlab:signed", "scheme-version", "GitLab still sends the token; the signing token is not set.", lambda d: (d.drop("webhook-id", "webhook-timestamp", "webhook-signature"), d.add("X-Gitlab-Token", d.secret)))
case("grafana:timed", "scheme-version", "The contact point has no timestamp header, so the body alone is signed.", lambda d: (d.drop("X-Grafana-Alerting-Timestamp"), d.set(d.sig(), mac(d.secret, d.body).hex())))
case("hubspot", "scheme-version", "The workflow action sends only the v2 signature.", lambda d: (d.drop("X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp"), d.add("X-HubSpot-Signature-Version", "v2"), d.add("X-HubSpot-Signature", hashlib.sha256((d.secret + d.method + d.url).encode() + d.body).hexdigest())))
case("buildkite", "scheme-version", "The notification service sends the token header, not the signature.", lambda d: (d.drop("X-Buildkite-Signature"), d.add("X-Buildkite-Token", d.secret)))

# ---- content
case("airwallex", "scheme-content", "The mock signs {t}.{body}, with a dot that Airwallex does not use.", lambda d: d.set("x-signature", mac(d.secret, (d.head("x-timestamp")[1] + ".").encode() + d.body).hex()))
case("standard", "scheme-content", "The sender leaves out the id and signs {t}.{body}.", lambda d: d.set("webhook-signature", "v1," + base64.b64encode(mac(base64.b64decode(d.secret[6:]), f"{d.t // 1000}.".encode() + d.body)).decode()))
case("webflow", "scheme-content", "The test helper signs the body alone.", lambda d: d.set("x-webflow-signature", mac(d.secret, d.body).hex()))
case("paddle", "scheme-content", "The mock joins timestamp and body with a dot, as Stripe does.", lambda d: d.set("Paddle-Signature", f"ts={d.t // 1000};h1=" + mac(d.secret, f"{d.t // 1000}.".encode() + d.body).hex()))
case("slack", "scheme-content", "The mock leaves out `v0:` in the signed text.", HAND("v0={s}", "{t}:{b}"))
case("klaviyo", "scheme-content", "The mock puts the timestamp before the body.", lambda d: d.set("Klaviyo-Signature", mac(d.secret, d.head("Klaviyo-Timestamp")[1].encode() + d.body).hex()))
case("square", "scheme-content", "The sandbox tool signs the body without the URL.", HAND("{s}", "{b}", "sha256", "b64"))

# ---- another sender
OTHER_SENDERS = [
    ("stripe", "paddle", "Paddle's webhook is registered at the route for Stripe."),
    ("github", "bitbucket", "Bitbucket delivers to the route for GitHub."),
    ("shopify", "woocommerce", "The shop was moved from WooCommerce to Shopify, and the old hook still delivers."),
    ("launchdarkly", "clickup", "A ClickUp event arrives at the LaunchDarkly route, whose settings have the ClickUp secret."),
    ("zoom", "slack", "Slack's events go to the Zoom route."),
    ("clerk", "calendly", "Calendly's webhook was given the URL of the Clerk route."),
    ("mailgun", "resend", "After the move to Resend the route still expects Mailgun."),
    ("meta", "line", "The LINE bot was registered at the WhatsApp route."),
]
for want, got, text in OTHER_SENDERS:
    def swap(d, got=got):
        from delivery import Delivery
        o = Delivery(got, "other/" + d.sender + got, url=d.url, at=d.t)
        d.headers, d.body, d.secrets = o.headers, o.body, [o.secret]
    case(want, "scheme-sender", text, swap)

# ---- unsigned
case("woocommerce", "scheme-unsigned", "WooCommerce's first ping is an unsigned form, webhook_id=14.", DROPSIG, lambda d: d.drop("X-WC-Webhook-Source", "X-WC-Webhook-Topic", "X-WC-Webhook-ID", "X-WC-Webhook-Delivery-ID"), B(lambda b: b"webhook_id=14"), CT("application/x-www-form-urlencoded"), length=False)
case("mandrill", "scheme-unsigned", "Mandrill's first request has no events and is signed with the key test-webhook.",
     lambda d: (setattr(d, "body", b"mandrill_events=%5B%5D"), d.set("X-Mandrill-Signature", base64.b64encode(mac("test-webhook", d.url + "mandrill_events[]", "sha1")).decode())), length=False)
case("asana", "scheme-unsigned", "Asana's handshake has X-Hook-Secret and an empty body, and is not signed.", DROPSIG, B(lambda b: b""), ADD("X-Hook-Secret", lambda d: d.r.hx(32)), length=False)
case("meta", "scheme-unsigned", "Meta asks for the challenge by GET before it delivers.", DROPSIG, B(lambda b: b""), M("GET"), U(lambda u: u + "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=tide-7"), length=False)
case("x", "scheme-unsigned", "X sends a GET request with crc_token, which has no signature.", DROPSIG, B(lambda b: b""), M("GET"), U(lambda u: u + "?crc_token=MTc2MDA4NzU2NA"), length=False)
case("dropbox", "scheme-unsigned", "Dropbox asks by GET with challenge when the URL is saved.", DROPSIG, B(lambda b: b""), M("GET"), U(lambda u: u + "?challenge=V1dzR0lGdGhlVGlkZQ"), length=False)
case("lark", "scheme-unsigned", "Lark verifies the URL with an unsigned JSON request of the type url_verification.", DROP("X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "X-Lark-Signature"), lambda d: setattr(d, "body", by(J.write({"challenge": d.r.uuid(), "token": d.r.al(32), "type": "url_verification"}))), length=False)
