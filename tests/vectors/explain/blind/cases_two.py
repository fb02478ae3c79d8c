"""Cases: two mistakes at once, in the order in which they have to be fixed (header and scheme, secret, body, URL, time)."""
import base64
import gzip
import re
import urllib.parse

import json_text as J
from breaks import *

NL = S(lambda s: s + "\n")

# ---- the secret and the body
case("stripe", "secret-whitespace body-whitespace", "The secret ends with a line feed, and Express parsed the body before it was verified.", NL, B(J.js), fw="express")
case("shopify", "secret-quoted body-escapes", "The secret has quotes from the .env file, and the order was stringified again.", S(lambda s: '"' + s + '"'), B(J.js), fw="express")
case("asana", "secret-whitespace body-edges", "A blank follows the stored secret, and echo added a line feed to the body.", S(lambda s: s + " "), B(lambda b: b + b"\n"))
case("notion", "secret-whitespace body-escapes", "The token ends with a carriage return, and Django wrote the body again in ASCII.", S(lambda s: s + "\r"), B(J.python), fw="django")
case("svix", "secret-old body-whitespace", "The endpoint's secret was rotated, and the archived event is indented.", OLD(lambda r: "whsec_" + r.b64(24)), B(lambda b: J.write(J.parse(b), indent="  ", colon=": ")), length=False)
case("calendly", "secret-other-endpoint body-escapes", "The organization hook's key was used for the user hook, and PHP escaped the slashes.", OTHER(lambda r: r.b64u(32)), B(J.php, ascii=False), fw="laravel")
case("github", "secret-other-endpoint body-whitespace", "The secret of the other repository is set, and json.dumps wrote the event again with blanks.", OTHER(lambda r: r.hx(40)), B(J.python, ascii=False), fw="flask")
case("coinbase-commerce", "secret-env-line body-whitespace", "The whole line of the .env file is the secret, and JSON was indented by the relay.", S(lambda s: "CC_WEBHOOK_SECRET=" + s), B(J.js, indent="  "))
case("retell", "secret-quoted body-escapes", "The key has single quotes, and ensure_ascii escaped the name.", S(lambda s: "'" + s + "'"), B(J.python, compact=True), fw="fastapi")
case("openai", "secret-quoted body-base64", "The secret has quotes, and the Lambda passes the base64 body.", S(lambda s: '"' + s + '"'), B(b64), fw="lambda")
case("pusher", "secret-whitespace body-charset", "The secret has a tab before it, and the servlet decoded the body as Latin-1.", S(lambda s: "\t" + s), B(mojibake()), fw="spring")
case("grafana", "secret-whitespace body-edges", "The secret ends with CR LF, and the body was trimmed.", S(lambda s: s + "\r\n"), B(lambda b: b.strip()))
case("linear", "secret-prefix body-escapes", "lin_wh_ is missing from the secret, and a Go relay escaped the angle brackets.", S(lambda s: s.removeprefix("lin_wh_")), B(J.go_struct))
case("woocommerce", "secret-truncated body-escapes", "The part after $ is missing from the secret, and Node stringified the product.", S(lambda s: s.split("$")[0]), B(J.js))
case("docusign", "secret-encoding body-whitespace", "The key was decoded from base64, and Flask wrote the event again.", lambda d: setattr(d, "secrets", [{"base64": d.secret}]), B(J.python, ascii=False), fw="flask")
case("trello", "secret-whitespace body-charset", "The secret ends with a line feed, and the body was stored in Windows-1252.", NL, B(lambda b: b.decode().encode("cp1252")), length=False)
case("meta", "secret-doubled body-escapes", "The app secret was pasted twice, and the framework stringified the message.", S(lambda s: s + s), B(J.js))
case("vercel", "secret-quoted body-key-order", "Backticks surround the secret, and a Go map sorted the members.", S(lambda s: "`" + s + "`"), B(J.go))
case("box", "secret-whitespace body-stringified", "The key has a blank before it, and the text was stringified.", S(lambda s: " " + s), B(js_string))
case("sentry", "secret-case body-whitespace", "The client secret was changed to upper case, and json.dumps wrote blanks after the colons.", S(lambda s: s.upper()), B(J.python), fw="django")
case("typeform", "secret-whitespace body-wrapped", "The secret ends with a line feed, and SNS wraps the event.", NL, envelope(sns), length=False)
case("lithic", "secret-whitespace body-wrapped", "The secret has a blank after it, and the Lambda verifies the whole event.", S(lambda s: s + " "), envelope(api_gateway), fw="lambda")
case("razorpay", "secret-placeholder body-whitespace", "The tutorial's secret is in place, and the body was indented; the first mistake hides the second.", S("your_webhook_secret_here"), B(lambda b: J.write(J.parse(b), indent="  ", colon=": ", slash=True)))
case("zoom", "secret-other-endpoint body-base64", "The token of the development app is set, and the body is base64.", OTHER(lambda r: r.al(22)), B(b64), fw="lambda")
case("elevenlabs", "secret-json body-whitespace", "The secret is the JSON of the vault, and the body was indented.", S(lambda s: '{"secret":"' + s + '"}'), B(lambda b: J.write(J.parse(b), indent="  ", colon=": ", ascii=True)))
case("dropbox", "secret-env-line body-edges", "The secret is `app_secret: ...`, and a line feed was added to the body.", S(lambda s: "app_secret: " + s), B(lambda b: b + b"\n"))

# ---- the secret and the header
case("clickup", "header-prefix secret-whitespace", "The relay adds sha256=, and the secret ends with a line feed.", SIG(lambda v: "sha256=" + v), NL)
case("mollie", "header-dirty secret-quoted", "The signature has quotes, and so has the secret.", SIG(lambda v: '"' + v + '"'), S(lambda s: '"' + s + '"'))
case("lemon-squeezy", "signature-encoding secret-whitespace", "The mock writes base64, and its secret has a line feed.", SIG(lambda v: base64.b64encode(bytes.fromhex(v)).decode()), NL)
case("paddle", "header-renamed secret-quoted", "The header arrives as HTTP_PADDLE_SIGNATURE, and the secret has quotes.", RENSIG("HTTP_PADDLE_SIGNATURE"), S(lambda s: "'" + s + "'"), fw="rails")
case("hookdeck", "header-encoded secret-whitespace", "The padding of the signature is gone, and the secret has a blank after it.", SIG(lambda v: v.rstrip("=")), S(lambda s: s + " "))
case("viber", "scheme-algorithm secret-whitespace", "The mock signs with SHA-1, and the token ends with a line feed.", HAND("{s}", "{b}", "sha1"), NL)
case("intercom", "header-prefix secret-old", "sha1= was removed, and the client secret was regenerated.", SIG(lambda v: v[5:]), OLD(lambda r: r.uuid()))

# ---- the header and the body
case("slack", "header-renamed body-escapes", "The headers come from $_SERVER, and PHP's parser output was encoded without escapes.", REN("X-Slack-Signature", "HTTP_X_SLACK_SIGNATURE"), REN("X-Slack-Request-Timestamp", "HTTP_X_SLACK_REQUEST_TIMESTAMP"), B(J.php, slash=False, ascii=False), fw="laravel")
case("bitbucket", "header-prefix body-whitespace", "sha256= was removed, and JSON was written without blanks.", SIG(lambda v: v[7:]), B(lambda b: J.write(J.parse(b), ascii=True)))
case("xero", "header-dirty body-whitespace", "The signature has quotes from a CSV file, and the odd blanks of the body are gone.", SIG(lambda v: '"' + v + '"'), B(J.js))
case("resend", "header-renamed body-escapes", "The headers have underscores, and Rails escaped the angle brackets.", REN("svix-id", "svix_id"), REN("svix-timestamp", "svix_timestamp"), REN("svix-signature", "svix_signature"), B(J.rails), fw="rails")
case("cloudconvert", "signature-encoding body-escapes", "The mirror writes base64, and the slashes lost their escapes.", SIG(lambda v: base64.b64encode(bytes.fromhex(v)).decode()), B(J.js))
case("stream", "header-dirty body-compressed", "0x was put before the digits, and the body is still gzipped.", SIG(lambda v: "0x" + v), B(lambda b: gzip.compress(b, 6, mtime=0)), ADD("Content-Encoding", "gzip"), length=False)
case("onfido", "header-missing body-whitespace", "The signature header was dropped by the gateway, which also indents the JSON.", DROPSIG, B(lambda b: J.write(J.parse(b), indent="  ", colon=": ")))
case("launchdarkly", "header-truncated body-edges", "The log keeps 50 characters of the header, and the body has a line feed at its end.", SIG(lambda v: v[:50]), B(lambda b: b + b"\n"))

# ---- the body twice
case("salesforce", "body-bom body-whitespace", "PowerShell wrote the indented JSON with a byte order mark.", B(lambda b: b"\xef\xbb\xbf" + J.write(J.parse(b), indent="  ", colon=": ").encode()), length=False)
case("kontent-ai", "body-base64 body-edges", "A line feed was added to the body before it was base64-encoded.", B(lambda b: b64(b + b"\n")))
case("hocuspocus", "body-stringified body-whitespace", "The event was written with json.dumps and then stringified.", B(lambda b: J.string(J.python(b, ascii=False))))
case("knock", "body-wrapped body-whitespace", "SQS wraps the event, which the producer had indented.", B(lambda b: J.write(J.parse(b), indent="  ", colon=": ")), envelope(sqs), length=False)
case("stripe", "body-bom body-line-ends", "Notepad saved the event with CR LF and a byte order mark.", B(lambda b: b"\xef\xbb\xbf" + crlf(b)), length=False)

# ---- and the clock
case("clerk", "body-whitespace delivery-old", "The event was read from a log two days later, indented by the viewer.", B(lambda b: J.write(J.parse(b), indent="  ", colon=": ")), NOW(2 * 86400 + 60), length=False)
case("replicate", "secret-whitespace clock-skew", "The secret has a line feed, and the clock is 20 minutes ahead.", NL, NOW(1201))
case("workos", "body-escapes clock-skew", "Gson escaped the ampersand, and the clock is six minutes ahead.", B(J.gson_tree), NOW(361), fw="spring")
case("slack:command", "body-form-rewritten clock-skew", "Spring built the form again, and the container's clock is an hour behind.", B(form_again, safe="-_."), NOW(-3600), fw="spring")
case("supabase", "secret-quoted delivery-old", "The secret has quotes, and the hook was replayed the next day.", S(lambda s: '"' + s + '"'), NOW(90000))
case("mux", "body-base64 delivery-old", "The stored base64 body was verified a week later.", B(b64), NOW(7 * 86400), length=False)
case("hubspot", "url-scheme clock-skew", "The proxy ends TLS, and the pod's clock is 12 minutes behind.", U(scheme("http")), NOW(-720), proxy=True)
case("webflow", "secret-other-endpoint delivery-old", "The staging site's secret was used on a stored submission.", OTHER(lambda r: r.hx(64)), NOW(7200))
case("hook0", "header-encoded delivery-old", "The header was stored percent-encoded and verified five hours later.", SIG(lambda v: urllib.parse.quote(v, safe="")), NOW(18000))
case("cloudinary", "secret-whitespace delivery-old", "The API secret ends with a line feed, and the notification is from the day before.", NL, NOW(100000))

# ---- the URL
case("square", "secret-whitespace url-scheme", "The signature key has a line feed, and the application sees http.", NL, U(scheme("http")), proxy=True)
case("twilio", "secret-quoted url-host", "The auth token has quotes, and Host was rewritten to the container.", S(lambda s: '"' + s + '"'), U(lambda u: u.replace("sms.northlight.example", "app:8000")), proxy=True)
case("trello", "body-escapes url-scheme", "The body was written again in ASCII, and the URL has http.", B(J.python, compact=True), U(scheme("http")), proxy=True)
case("mandrill", "secret-other-endpoint url-scheme", "The key of the other webhook is set, and the application sees http.", OTHER(lambda r: r.b64u(16)), U(scheme("http")), proxy=True)
case("hubspot", "body-whitespace url-port", "json.dumps wrote the list again, and the URL has port 8000.", B(J.python, ascii=False), U(lambda u: u.replace(".example/", ".example:8000/")), fw="django")
case("square", "body-whitespace url-path", "The framework parsed the body, and a slash was added to the path.", B(J.python), U(lambda u: u + "/"), fw="django")
case("twilio", "url-scheme url-port", "The application sees http and its own port 8080.", U(lambda u: u.replace("https://", "http://").replace(".example/", ".example:8080/")), proxy=True)
case("trello", "url-scheme url-host", "The internal URL of the service was used.", U("http://boards-api.internal/trello/board"), proxy=True)
case("hubspot", "url-query-order url-query-encoding", "The query was sorted, and + became %20.", U("https://crm.northlight.example/hubspot/contacts?label=key%20account&tenant=7"), url="https://crm.northlight.example/hubspot/contacts?tenant=7&label=key+account")
case("mandrill", "body-form-rewritten url-query-missing", "The JSON of the form was written again, and the query is missing.", B(lambda b: urllib.parse.urlencode([("mandrill_events", J.js(urllib.parse.parse_qs(b.decode())["mandrill_events"][0]))])), U(lambda u: u.split("?")[0]))
