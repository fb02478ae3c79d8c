"""Cases: intact deliveries, and deliveries that nothing explains."""
import base64

import json_text as J
from breaks import *

# ---- intact, though some look odd
case("slack", "intact", "The delivery is intact; the text has escapes and an emoji.")
case("stripe", "intact", "Two v1 items: the first was made with the previous secret, and the second matches.", lambda d: d.set("Stripe-Signature", f"t={d.t // 1000},v1={d.r.hx(64)},v1=" + d.head("Stripe-Signature")[1].split("v1=")[1]))
case("standard", "intact", "The first of two signatures in the list is made with a key that the receiver does not know.", lambda d: d.set("webhook-signature", "v1," + d.r.b64(32) + " " + d.head("webhook-signature")[1]))
case("github", "intact", "The first of two configured secrets is wrong, and the second one matches.", lambda d: setattr(d, "secrets", [d.r.hx(40), d.secret]))
case("grafana", "intact", "The body ends with a line feed, as the sender signed it.")
case("twilio", "intact", "The URL has a query, and the form has apostrophes and accents.", proxy=True)
case("twilio:json", "intact", "A JSON body is covered by bodySHA256 in the query.")
case("hubspot", "intact", "The URL has %3A and %40, which HubSpot decodes before it signs.", url="https://crm.northlight.example/hubspot/contacts?by=time%3Adesc&owner=zoe%40northlight.example")
case("square", "intact", "The registered URL has a port and a query, and was passed like that.", url="https://pay.paperkite.example:8443/square/events?shop=2")
case("generic", "intact", "The body begins with a byte order mark, which the sender signed.", edit=lambda s: "\ufeff" + s)
case("cronofy", "intact", "The body has CR LF line ends, which the sender signed.", edit=lambda s: J.write(J.parse(s), indent="  ", colon=": ").replace("\n", "\r\n"))
case("mailgun", "intact", "The signature is in the body, which was written again; the signed members are the same.", B(lambda b: J.write(J.parse(b), indent="  ", colon=": ")))
case("adyen", "intact", "The notification was parsed and written again, which does not matter for the signed members.", B(J.js))
case("telegram", "intact", "The update was parsed and written again; the scheme is a token.", B(J.js))
case("calendly", "intact", "The delivery is 170 seconds old, within the window.", NOW(170))
case("elevenlabs", "intact", "The delivery is 25 minutes old; the sender documents 30 minutes.", NOW(1500))
case("stripe:refund", "intact", "The body is pretty-printed with a note in its metadata.", proxy=True)
case("clerk", "intact", "All header names arrive in lower case from HTTP/2.", lambda d: setattr(d, "headers", [[k.lower(), v] for k, v in d.headers]))
case("box", "intact", "Other proxies added headers, such as X-Forwarded-Proto: http.", ADD("X-Forwarded-Proto", "http"), ADD("Via", "1.1 edge"))
case("postmark", "intact", "Basic authentication with a user and a password.")
case("lark", "intact", "The plain hash with a nonce fits.")
case("pagerduty", "intact", "During a rotation the header has two v1 items, and the second matches.", lambda d: d.set("X-PagerDuty-Signature", "v1=" + d.r.hx(64) + "," + d.head("X-PagerDuty-Signature")[1]))
case("finch", "intact", "The secret is plain base64 without a prefix.")

# ---- nothing explains it: an unrelated secret
for sender, text, make in [
    ("stripe", "The secret of an unrelated account is configured.", lambda r: "whsec_" + r.al(32)),
    ("razorpay", "The team made up a new secret and forgot to set it in the dashboard.", lambda r: "tide-" + r.al(20)),
    ("svix", "The secret belongs to an endpoint that was deleted.", lambda r: "whsec_" + r.b64(24)),
    ("twilio", "The auth token is that of an unrelated account.", lambda r: r.hx(32)),
    ("adyen:platform", "The HMAC key was generated for another merchant account.", lambda r: r.hx(64).upper()),
    ("paddle", "The secret key belongs to a destination that is not known any more.", lambda r: "pdl_ntfset_01j" + r.lo(23) + "_" + r.al(32)),
    ("gitlab", "The token was changed by another team.", lambda r: r.al(20)),
    ("line", "The channel secret is that of a channel of another provider.", lambda r: r.hx(32)),
    ("polar", "The secret belongs to a sandbox organization that was removed.", lambda r: "polar_whs_" + r.al(43)),
    ("mailgun", "The signing key belongs to another account.", lambda r: r.hx(32)),
    ("cloudinary", "The API secret was revoked long ago and is not known.", lambda r: r.al(27)),
]:
    case(sender, "secret-unrelated", text, SR(make))

# ---- the content was changed
def content(sender, text, fn, **kw):
    case(sender, "body-changed", text, fn, REHOST, **kw)


content("shopify", "A privacy filter replaced the e-mail address by its hash.", lambda d: setattr(d, "body", by(J.shopify({**J.parse(d.body), "contact_email": d.r.hx(64)}))))
content("github", "The issue's title was translated by a middleware.", B(edit(lambda v: v["issue"].update(title="Absturz, wenn der Pfad Leerzeichen hat"))))
content("calendly", "The relay added a member with the time of receipt and removed the tracking data.", B(edit(lambda v: {"received_by": "edge-3", **{k: (w if k != "payload" else {a: b for a, b in w.items() if a != "tracking"}) for k, w in v.items()}})))
content("zendesk", "The text of the comment was shortened and personal data was masked.", B(edit(lambda v: v["event"]["comment"].update(body="Bonj***"))))
content("coinbase-commerce", "The amount was edited by hand in the test file.", B(edit(lambda v: v["event"]["data"]["pricing"]["local"].update(amount="1.00"))))
content("intercom", "The HTML of the message was cleaned, and the name was replaced.", B(edit(lambda v: v["data"]["item"]["source"].update(body="Où est ma commande", author={"type": "user"}))))
content("line", "The message was replaced by another one with the same headers.", B(edit(lambda v: v["events"][0]["message"].update(text="キャンセルします", id="591824406117375203"))))
content("orb", "The customer id was mapped to the receiver's own id.", lambda d: setattr(d, "body", by(J.python({**J.parse(d.body), "invoice": {**J.parse(d.body)["invoice"], "customer": {"id": "cus-internal-77"}}}))))
content("slack:command", "The text of the command was replaced in the form.", B(lambda b: b.replace(b"tidewatch", b"harborlight").replace(b"zoe.b", b"user1")))

# ---- headers and body of different deliveries
def foreign(sender, text, *names):
    def step(d):
        from delivery import Delivery
        o = Delivery(sender, "foreign/" + sender, secret=d.secret)
        for n in names or [d.sig()]:
            d.set(n, o.head(n)[1])
    return step, text


for sender, text, names in [
    ("github", "A race in the logger stored the signature of the previous delivery with this body.", ()),
    ("woocommerce", "The signature was copied from another row of the delivery log.", ()),
    ("vercel", "Two requests were mixed up in a test file.", ()),
    ("sentry", "The signature header of another alert was pasted into the fixture.", ()),
]:
    step, text = foreign(sender, text, *names)
    case(sender, "signature-foreign", text, step)

# ---- other parts are lost
case("standard", "parts-foreign", "The queue replaced webhook-id by its own message id.", lambda d: d.set("webhook-id", "q-" + d.r.uuid()))
case("twitch", "parts-foreign", "The id of the delivery was replaced by one that the bus made.", lambda d: d.set("Twitch-Eventsub-Message-Id", d.r.uuid()))
case("trello", "parts-foreign", "The callback was registered under a URL of a system that was shut down.", U("https://hooks.paperkite.example/inbox/7"), url="https://old-board.example/api/v3/callbacks/trello-7f21?tenant=44")
case("lark", "parts-foreign", "The nonce was regenerated by the gateway.", lambda d: d.set("X-Lark-Request-Nonce", d.r.num(9)))
