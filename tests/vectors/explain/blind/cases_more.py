"""Cases: clues that mislead, several signatures, senders that sign other bytes than they send, and further details."""
import base64
import gzip
import hashlib
import re

import json_text as J
from breaks import *

# ---- an unrelated secret, and a detail that looks like a cause but is not
case("stream", "secret-unrelated", "The secret is wrong; Content-Encoding: gzip was left in place by a server that inflated the body correctly.", ADD("Content-Encoding", "gzip"), SR(lambda r: r.lo(64)), length=False)
case("intercom", "secret-unrelated", "The secret is wrong; the customer's own message contains U+FFFD.", SR(lambda r: r.uuid()), edit=lambda s: s.replace("Où est", "O\ufffd est"), length=True)
case("generic", "secret-unrelated", "The secret is wrong and has the word example in it, which is part of the company's name.", SR(lambda r: "example-corp-" + r.al(20)), length=True)
case("doppler", "secret-unrelated", "The secret is wrong; the JSON was sent with the content type of a form, as curl -d does, and arrived intact.", SR(lambda r: r.al(32)), ct="application/x-www-form-urlencoded", length=True)
case("elevenlabs", "secret-unrelated", "The secret is wrong; Content-Length is that of the compressed bytes, since the proxy inflated the body.", SR(lambda r: "wsec_" + r.hx(64)), lambda d: d.set("Content-Length", str(int(d.head("Content-Length")[1]) * 4 // 9)), length=True)
case("cronofy", "secret-unrelated", "The secret is wrong; the body is indented because this sender indents it.", SR(lambda r: "CRN_" + r.al(40)), edit=lambda s: J.write(J.parse(s), indent="  ", colon=": "), length=True)
case("webflow", "secret-unrelated", "The secret is wrong; the proxy added X-Forwarded-Proto: http, which this scheme does not sign.", SR(lambda r: r.hx(64)), ADD("X-Forwarded-Proto", "http"))

# ---- HubSpot sends the older signature as well; the URL or the method is what is wrong
def with_v1(d):
    d.add("X-HubSpot-Signature-Version", "v1")
    d.add("X-HubSpot-Signature", hashlib.sha256(d.secret.encode() + d.body).hexdigest())


case("hubspot", "url-host", "The URL has the origin's host name; the delivery also has a v1 signature, which fits.", with_v1, U(host("10.4.2.17")), ADD("X-Forwarded-Host", "crm.northlight.example"))
case("hubspot", "url-path", "The gateway removed /v1/hooks from the path; the delivery also has a v1 signature, which fits.", with_v1, U(lambda u: u.replace("/v1/hooks", "")), url="https://crm.northlight.example/v1/hooks/hubspot/contacts", length=True)
case("hubspot", "method-changed", "The event log stores the method as Post; the delivery also has a v1 signature, which fits.", with_v1, M("Post"))
case("hubspot", "timestamp-unit", "The v3 timestamp was cut to seconds; the delivery also has a v1 signature, which fits.", with_v1, H("X-HubSpot-Request-Timestamp", lambda v: v[:-3]))

# ---- the weaker signature fits, and the asked one was spoilt
def sha1_too(d):
    d.add("X-Hub-Signature", "sha1=" + mac(d.secret, d.body, "sha1").hex())


case("github", "header-truncated", "X-Hub-Signature-256 was cut at 64 characters; the older X-Hub-Signature is whole.", sha1_too, SIG(lambda v: v[:64]))
case("meta", "header-prefix", "The code stripped sha256= from the header; the older X-Hub-Signature is untouched.", lambda d: d.set("X-Hub-Signature-256", lambda v: v[7:]), sha1_too)
case("github", "signature-encoding", "The mirror writes base64 in X-Hub-Signature-256; the older header is untouched.", lambda d: d.set("X-Hub-Signature-256", lambda v: "sha256=" + base64.b64encode(bytes.fromhex(v[7:])).decode()), sha1_too)

# ---- another sender's headers, and the secret of the route
for want, got, text in [
    ("stripe", "zoom", "Zoom's webhook was pointed at the Stripe route, which has Stripe's secret."),
    ("paddle", "stripe", "After the migration Stripe still delivers to the Paddle route."),
    ("notion", "linear", "Linear's webhook got the URL of the Notion route."),
    ("sentry", "pagerduty", "PagerDuty's subscription uses the Sentry URL."),
]:
    def swap(d, got=got):
        from delivery import Delivery
        o = Delivery(got, "route/" + d.sender + got, url=d.url, at=d.t)
        d.headers, d.body = o.headers, o.body
    case(want, "scheme-sender", text, swap)

# ---- the sender signs other bytes than it sends
case("lovable", "body-signed-otherwise", "The mock signs JSON.stringify of the event, and its HTTP client sends it indented.", B(lambda b: J.write(J.parse(b), indent="  ", colon=": ")), REHOST, fw="flask")
case("generic", "body-signed-otherwise", "The sender signs json.dumps with separators, and requests sends it with blanks.", B(lambda b: J.write(J.parse(b), comma=", ", colon=": ")), REHOST, fw="fastapi")
case("standard", "body-signed-otherwise", "The sender signs raw characters, and its client escapes them when it sends.", B(lambda b: J.write(J.parse(b), ascii=True)), REHOST, fw="express")
case("hook0", "body-signed-otherwise", "The sender adds a final line feed after it has signed.", B(lambda b: b + b"\n"), REHOST, fw="django")
case("x", "body-signed-otherwise", "The emulator signs with \\/ and sends plain slashes.", B(lambda b: J.write(J.parse(b), ascii=True)), REHOST)

# ---- several signatures in one header
case("supabase", "header-joined", "During a rotation the two signatures were joined with a comma and a blank; the first fits.", SIG(lambda v: v + ", v1," + base64.b64encode(hashlib.sha256(v.encode()).digest()).decode()))
case("portone", "header-joined", "Two webhook-signature fields arrive, and only the second fits.", lambda d: d.headers.insert(0, ["webhook-signature", "v1," + d.r.b64(32)]))
case("mollie", "header-joined", "Two signatures of a key rotation were joined with a comma; the second fits.", SIG(lambda v: "sha256=" + hashlib.sha256(v.encode()).hexdigest() + "," + v))

# ---- further details
case("mailgun", "secret-prefix", "The API key of the old form, key- and the signing key's digits, was configured.", S(lambda s: "key-" + s))
case("openai", "secret-encoding", "The decoded key was kept as Latin-1 text.", S(lambda s: base64.b64decode(s[6:]).decode("latin-1")))
case("adyen", "secret-encoding", "The text of the hexadecimal key was converted to hexadecimal digits again.", S(lambda s: s.encode().hex()))
case("gitlab:signed", "secret-encoding", "The signing token was decoded and passed as hexadecimal digits.", S(lambda s: base64.b64decode(s[6:]).hex()))
case("twilio", "url-query-encoding", "The apostrophe of the query was escaped as %27.", U(lambda u: u.replace("'", "%27")), url="https://sms.northlight.example/twilio/inbound?site=l'est&lang=fr")
case("square", "url-path", "A double slash in the registered URL was merged by nginx.", U(lambda u: u.replace("//square", "/square")), url="https://hooks.paperkite.example//square/events")
case("trello", "url-host url-query-order", "The host is internal, and the query is sorted.", U("https://boards.cluster.local/trello/board?lane=2&team=kueche"), ADD("X-Forwarded-Host", "boards.northlight.example"), url="https://boards.northlight.example/trello/board?team=kueche&lane=2")
case("twilio", "body-form-rewritten", "The framework dropped the empty fields of the form.", B(form_again, drop_empty=True),
     body=lambda r, t: "ToCountry=&MessageSid=SM" + r.hx(32) + "&NumMedia=0&FromCity=&Body=Merci+beaucoup&FromZip=&To=%2B441555014477&From=%2B33615550142&AccountSid=AC" + r.hx(32), length=True)
case("gitlab", "secret-whitespace", "The token has a line feed at its end.", S(lambda s: s + "\n"))
case("okta", "header-prefix", "The gateway puts Bearer before the value of Authorization.", SIG(lambda v: "Bearer " + v))
case("telegram", "secret-quoted", "The token has quotes in the settings.", S(lambda s: '"' + s + '"'))
case("postmark", "header-encoded", "The credentials arrive as text, without base64.", SIG(lambda v: "Basic " + base64.b64decode(v[6:]).decode()))
case("chargebee", "secret-other-credential", "The API key of the site, live_..., was configured in place of user and password.", SR(lambda r: "live_" + r.al(32)))
case("chargebee", "secret-encoding", "The configured value is the base64 of user and password, copied from a header.", S(lambda s: base64.b64encode(s.encode()).decode()))
case("deepgram", "header-renamed", "The header arrives as dg_token, which nginx would drop and this proxy writes.", RENSIG("dg_token"))
case("buildkite:token", "header-joined", "The token header is there twice and was joined with a comma.", SIG(lambda v: v + "," + v))
case("buildkite:token", "scheme-version", "The service signs with HMAC, and the receiver compares tokens.", lambda d: (d.drop("X-Buildkite-Token"), d.add("X-Buildkite-Signature", f"timestamp={d.t // 1000},signature=" + mac(d.secret, f"{d.t // 1000}.".encode() + d.body).hex())))
case("stripe", "body-whitespace", "Firebase parsed the body before Express, and JSON.stringify(req.body) was verified.", B(J.js), fw="firebase")
case("linear", "body-values-lost", "A float column rounded sortOrder from -312.72 to -312.7.", BT(lambda s: s.replace("-312.72", "-312.7")), length=True)
case("hocuspocus", "body-charset", "The collaboration server's proxy decoded the note as Windows-1252 twice.", B(mojibake(2, "cp1252")), length=True)
case("cal-com", "body-form-for-json", "The JSON went through a form decoder: every + became a blank.", BT(lambda s: s.replace("+", " ")), edit=lambda s: s.replace("30 min between", "30 min + 5 between"), length=True)
case("clickup", "body-chars-lost", "SQL Server's VARCHAR wrote a question mark for each accented letter.", BT(lambda s: s.encode("ascii", "replace")), edit=lambda s: s, length=False)
case("box", "body-missing", "The raw body was read after Rails had parsed the parameters, without a rewind.", B(lambda b: b""), fw="rails", length=True)
case("quickbooks", "body-truncated", "The gateway's template stops at the first closing bracket.", B(lambda b: b.split(b"]")[0] + b"]"), length=True)
case("easypost", "body-wrapped", "Cloud Tasks carries the request as base64 in httpRequest.body.", envelope(lambda d, b: J.write({"task": {"name": "projects/northlight/locations/europe-west1/queues/hooks/tasks/" + d.r.num(19), "httpRequest": {"url": d.url, "httpMethod": "POST", "body": base64.b64encode(b).decode()}}})), length=False)
case("aftership", "body-printed", "Node's util.inspect printed the Buffer: <Buffer 7b 22 ...>, and the list of its bytes in hex was stored.", B(lambda b: "<Buffer " + " ".join("%02x" % c for c in b) + ">"), length=False)
case("salesforce", "body-decompressed", "The batch is signed as gzip, and the server inflated it before the controller ran.", lambda d: setattr(d, "body", gzip.decompress(d.body)), ADD("Content-Encoding", "gzip"),
     edit=lambda s: gzip.compress(s.encode(), 9, mtime=0), fw="rails", length=True)
case("trello", "url-query-added", "An analytics proxy adds utm parameters to the callback URL.", U(lambda u: u + "&utm_source=proxy&utm_medium=hook"), url="https://boards.northlight.example/trello/board?team=kueche")
case("mandrill", "url-fragment", "The receiver keeps the fragment of the registered URL, which no request has.", U(lambda u: u + "#events"))
