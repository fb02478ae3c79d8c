"""Cases: the body."""
import gzip
import re
import urllib.parse
import zlib

import json_text as J
from breaks import *

GZ = lambda b: gzip.compress(b, 6, mtime=0)
PRETTY = lambda text: J.write(J.parse(text), indent="  ", colon=": ")

# ---- white space
case("stripe", "body-whitespace", "Express ran its JSON parser first, and the handler verified JSON.stringify(req.body).", B(J.js), fw="express")
case("stripe:refund", "body-whitespace", "A Nest interceptor logged the event with JSON.stringify(body, null, 4), and that text was verified.", B(J.js, indent="    "), fw="nest")
case("portone", "body-whitespace", "A Flask handler verified json.dumps(request.get_json()).", B(J.python), fw="flask")
case("asana", "body-whitespace", "The relay prints every payload with jq before it forwards it.", B(lambda b: J.write(J.parse(b), indent="  ", colon=": ") + "\n"))
case("xero", "body-whitespace", "The odd spacing around the sequence numbers was lost when Azure Functions parsed the body.", B(J.js))
case("dropbox", "body-whitespace", "Koa's body parser had replaced the text, so JSON.stringify(ctx.request.body) was verified.", B(J.js), fw="koa")
case("gocardless", "body-whitespace", "Jackson's default pretty printer wrote the tree again for the audit log, and the log was replayed.", B(J.jackson, pretty=True), fw="spring")
case("openai", "body-whitespace", "The queue worker indents JSON with tabs before it stores it.", B(lambda b: J.write(J.parse(b), indent="\t", colon=": ")), length=False)
case("quickbooks", "body-whitespace", "PHP wrote the event again with JSON_PRETTY_PRINT and JSON_UNESCAPED_SLASHES.", B(J.php, slash=False, pretty=True), fw="laravel")
case("scalr", "body-whitespace", "A Python relay sent requests.post(url, data=json.dumps(event, separators=(',', ':'))) with the original headers.", B(J.python, compact=True))
case("klaviyo", "body-whitespace", "FastAPI's model_dump_json wrote the event without spaces, with the escapes still in place.", B(J.python, compact=True), fw="fastapi")
case("seam", "body-whitespace", "Postman's Beautify button changed the body before the request was sent again.", BT(lambda s: J.write(J.parse(s), indent="    ", colon=": ")), length=True)

# ---- escapes
case("shopify", "body-escapes", "A Remix loader parsed the order and verified JSON.stringify of it.", B(J.js), fw="express")
case("woocommerce", "body-escapes", "The Node receiver stringified the parsed product, so slashes and umlauts lost their escapes.", B(J.js), length=False)
case("slack", "body-escapes", "A Hono middleware had called c.req.json(), and the handler stringified the result.", B(J.js), fw="hono")
case("meta", "body-escapes", "The bot framework parsed the WhatsApp message and wrote it again; the emoji came out unescaped.", B(J.js))
case("cal-com", "body-escapes", "The PHP receiver verified json_encode(json_decode($raw)) with default flags.", B(J.php), fw="laravel")
case("notion", "body-escapes", "Django code verified json.dumps(request.data), which escapes everything beyond ASCII.", B(J.python), fw="django")
case("workos", "body-escapes", "System.Text.Json wrote the document again and escaped umlauts, ampersands and more in upper-case hex.", B(J.dotnet), fw="aspnet")
case("typeform", "body-escapes", "A Go relay encoded the event from structs, and encoding/json escaped the angle brackets.", B(J.go_struct))
case("buildkite", "body-escapes", "A Node proxy stringified the build event of a Rails sender, so \\u003c became a plain character.", B(J.js), length=False)
case("clerk", "body-escapes", "An Android test harness re-sent the event with Gson, which escapes for HTML.", B(J.gson_tree))
case("box", "body-escapes", "A Ruby gateway parsed and generated the JSON; the escaped slashes are gone.", B(J.ruby), fw="rails")
case("x", "body-escapes", "Python wrote the post again with ensure_ascii=False.", B(J.python, ascii=False, compact=True), fw="fastapi")
case("razorpay", "body-escapes", "Jackson wrote the payment again, without the escaped slash.", B(J.jackson), fw="spring", length=False)
case("modern-treasury", "body-escapes", "A Lambda in Node parsed the event for logging and verified the stringified copy.", B(J.js), fw="lambda")
case("resend", "body-escapes", "ActiveSupport's to_json escaped the address in angle brackets.", B(J.rails), fw="rails")
case("twitch", "body-escapes", "System.Text.Json wrote the cheer again and escaped the accented letter and the < of <3.", B(J.dotnet), length=False)
case("cloudconvert", "body-escapes", "The JavaScript SDK example stringifies req.body, and PHP had escaped the slashes.", B(J.js), fw="express")
case("zoom", "body-escapes", "PHP wrote the meeting again with JSON_UNESCAPED_UNICODE only, so slashes are escaped.", B(J.php, ascii=False), fw="laravel")

# ---- key order
case("polar", "body-key-order", "A Go proxy decoded the order into map[string]any and encoded it again.", B(J.go))
case("svix", "body-key-order", "The event was stored in a jsonb column and verified by a nightly job.", B(J.jsonb), length=False)
case("workos", "body-key-order", "Phoenix encoded conn.params with Jason, which sorts small maps.", B(J.jason), fw="phoenix")
case("cursor", "body-key-order", "A Rust relay passed the event through serde_json::Value.", B(J.serde))
case("onfido", "body-key-order", "The Python service verifies json.dumps(data, sort_keys=True, separators=(',', ':')).", B(J.python, sort=True, compact=True), fw="flask")
case("hocuspocus", "body-key-order", "MySQL's JSON type stored the document with keys ordered by length.", B(J.jsonb), length=False)
case("generic", "body-key-order", "A template engine wrote the members by hand with type before id.", B(edit(lambda v: {"type": v["type"], "id": v["id"], **{k: w for k, w in v.items() if k not in ("id", "type")}})), length=False)
case("circleci", "body-key-order", "The gateway decodes into a Go map and encodes with SetEscapeHTML(false).", B(J.go, html=False))
case("liveblocks", "body-key-order", "A schema validator rebuilt data with createdAt first.", B(edit(lambda v: {"type": v["type"], "data": {"createdAt": v["data"]["createdAt"], **{k: w for k, w in v["data"].items() if k != "createdAt"}}})))
case("hook0", "body-key-order", "JSON.parse moved the page numbers, which are integer-like keys, to the front of the object.", B(J.js),
     edit=lambda s: J.write({**J.parse(s), "anchors": {"title": "p1", "10": "sign", "2": "initial"}}))

# ---- values lost
case("viber", "body-values-lost", "The message token has 19 digits, and JSON.parse rounded it.", B(J.js), fw="express", length=True)
case("generic", "body-values-lost", "The weight 1.250 became 1.25 when Express parsed the body.", B(J.js), fw="express", length=False)
case("metronome", "body-values-lost", "The threshold 50000.00 was parsed as a number and written as 50000.", B(J.js), length=True)
case("replicate", "body-values-lost", "Python's json module read guidance 7.50 and wrote 7.5.", B(J.python, ascii=False, compact=True), fw="fastapi", length=True)
case("aftership", "body-values-lost", "Gson read every number as a double, so the time became 1.76...E9.", B(J.gson), fw="spring", length=False)
case("docusign", "body-values-lost", "Newtonsoft turned the date into a DateTime and dropped the trailing zeros of its fraction.", B(lambda b: J.write(newtonsoft_dates(J.parse(b)))), fw="aspnet", length=True)
case("calendly", "body-values-lost", "A model with JsonInclude.NON_NULL wrote the invitee without its null members.", B(edit(no_nulls)), fw="spring", length=False)
case("stripe", "body-values-lost", "json_decode with assoc=true turned the empty metadata object into an empty list.", B(J.php, assoc=True), fw="laravel", length=False)
case("clerk", "body-values-lost", "Laravel's ConvertEmptyStringsToNull replaced the empty birthday with null before the body was encoded again.", B(lambda b: J.php(walk(J.parse(b), lambda s: None if s == "" else s), slash=False, ascii=False)), fw="laravel", length=True)
case("launchdarkly", "body-values-lost", "A Go struct with omitempty lost the empty description fields.", B(lambda b: J.go_struct({k: v for k, v in J.parse(b).items() if v not in ("", {}, [])})), length=True)
case("x", "body-values-lost", "The 19-digit id of the post went through a double in a no-code tool.", B(J.js), length=False)
case("mux", "body-values-lost", "A typed SDK model knows no `accessor` and no `object`, so they were lost in toJSON().", B(edit(lambda v: {k: w for k, w in v.items() if k not in ("accessor", "object")})), length=False)
case("convoy", "body-values-lost", "Laravel's TrimStrings and a cast of the amount to float changed the event.", B(lambda b: J.php(walk(J.parse(b), lambda s: s.strip() if not isinstance(s, J.Num) and isinstance(s, str) else s), slash=False, ascii=False)), fw="laravel", length=True,
     edit=lambda s: J.go_struct({**J.parse(s), "memo": " first half "}))
case("elevenlabs", "body-values-lost", "A typed Python model declares the cost as a float, so 296 became 296.0.", B(edit(lambda v: v["data"]["metadata"].update(cost=J.Num("296.0")))), length=True)

# ---- line ends
case("stripe", "body-line-ends", "A servlet filter joined the lines of request.getReader() without their ends.", B(lines_joined), fw="spring", length=True)
case("stripe:refund", "body-line-ends", "The event was saved on Windows with CR LF and verified from the file.", B(crlf), length=False)
case("stripe", "body-line-ends", "An old mail gateway stored the JSON with CR alone.", B(lambda b: b.replace(b"\n", b"\r")), length=False)
case("generic", "body-line-ends", "Git's autocrlf changed the fixture from CR LF to LF.", B(lambda b: b.replace(b"\r\n", b"\n")), edit=lambda s: PRETTY(s).replace("\n", "\r\n"), length=False)
case("standard", "body-line-ends", "A shell loop read the body line by line and printed every line with echo -n and a blank.", B(lambda b: b.replace(b"\n", b" ")), edit=PRETTY, length=True)
case("cronofy", "body-line-ends", "PHP's file() without FILE_IGNORE_NEW_LINES was imploded with CR LF.", B(crlf), edit=PRETTY, length=True)

# ---- byte order mark
case("salesforce", "body-bom", "PowerShell's Out-File -Encoding utf8 put a byte order mark before the saved body.", B(lambda b: b"\xef\xbb\xbf" + b), length=False)
case("kontent-ai", "body-bom", "A .NET StreamWriter with Encoding.UTF8 wrote the body again, with a byte order mark.", B(lambda b: b"\xef\xbb\xbf" + b), fw="aspnet", length=True)
case("generic", "body-bom", "The sender puts a byte order mark first, and the TextDecoder of the receiver removed it.", B(lambda b: b[3:]), edit=lambda s: "\ufeff" + s, length=True)
case("hookdeck", "body-bom", "The byte order mark was read as Latin-1 and written as UTF-8.", B(lambda b: "\xef\xbb\xbf".encode() + b), length=False)

# ---- edges
case("grafana", "body-edges", "Express-style text middleware trimmed the body, which Grafana ends with a line feed.", B(lambda b: b.rstrip()), fw="express", length=True)
case("linear", "body-edges", "The body was piped through echo, which added a line feed.", B(lambda b: b + b"\n"), length=False)
case("intercom", "body-edges", "A here-document in the test script added CR LF at the end.", B(lambda b: b + b"\r\n"), length=False)
case("launchdarkly", "body-edges", "Go's json.Encoder writes a line feed after the value.", B(lambda b: b + b"\n"), length=True)
case("coinbase-commerce", "body-edges", "A fixed-size C buffer was passed whole, so NUL bytes follow the body.", B(lambda b: b + b"\0" * (64 - len(b) % 64)), length=True)
case("pandadoc", "body-edges", "The template that forwards the body puts two blanks before it.", B(lambda b: b"  " + b), length=True)

# ---- character sets
case("pusher", "body-charset", "The servlet container decoded the body as ISO-8859-1, and the code encoded it as UTF-8.", B(mojibake()), fw="spring", length=True)
case("trello", "body-charset", "IIS read the card as Windows-1252 and wrote it as UTF-8.", B(mojibake(1, "cp1252")), fw="aspnet", length=False)
case("zendesk", "body-charset", "Two hops each read UTF-8 as Latin-1, so the accents are four bytes long.", B(mojibake(2)), length=True)
case("doppler", "body-charset", "The body was stored in a Latin-1 column and read as bytes.", B(lambda b: b.decode().encode("latin-1")), length=False)
case("line", "body-charset", "A Java agent wrote the emoji as CESU-8 (DataOutputStream.writeUTF).", B(cesu8), length=True)
case("sanity", "body-charset", "PowerShell 5 saved the body as UTF-16 LE with a byte order mark.", B(lambda b: b"\xff\xfe" + b.decode().encode("utf-16-le")), length=False)
case("cloudinary", "body-charset", "A macOS file name normalizer changed the umlaut to its decomposed form.", B(nfd), length=True)
case("hubspot", "body-charset", "Encoding.Default on Windows gave Windows-1252 bytes.", B(lambda b: b.decode().encode("cp1252")), fw="aspnet", length=False)
case("stream", "body-charset", "The body was read as UTF-16 BE by a misconfigured charset parameter and kept as such.", B(lambda b: b.decode().encode("utf-16-be")), length=False)
case("lark", "body-charset", "A proxy for a Chinese back end converted the body to GB18030.", B(lambda b: b.decode().encode("gb18030")), length=False)

# ---- characters lost
case("retell", "body-chars-lost", "iconv with //TRANSLIT off wrote question marks for everything beyond ASCII.", BT(lambda s: s.encode("ascii", "replace")), length=True)
case("podium", "body-chars-lost", "The stream was cut into chunks inside a character, and each chunk was decoded on its own.", B(lambda b: b.replace("ü".encode(), "\ufffd\ufffd".encode())), fw="express", length=True)
case("crisp", "body-chars-lost", "A utf8mb3 column stored the emoji as a question mark.", BT(lambda s: re.sub("[\U00010000-\U0010ffff]", "?", s)), length=True)
case("webflow", "body-chars-lost", "The name has letters outside Latin-1, and getBytes(ISO_8859_1) wrote question marks.", BT(lambda s: s.encode("latin-1", "replace").decode("latin-1")), fw="spring", length=True)
case("bitbucket", "body-chars-lost", "A log filter dropped the non-ASCII letters.", BT(lambda s: s.encode("ascii", "ignore")), edit=lambda s: J.write(J.parse(s), comma=", ", colon=": "), length=True)
case("aftership", "body-chars-lost", "The Latin-1 copy of the event was decoded as UTF-8 with errors='replace'.", BT(lambda s: s.encode("latin-1").decode("utf-8", "replace")), fw="flask", length=True)
case("intercom", "body-chars-lost", "An emoji filter removed the smiley from the message.", BT(lambda s: re.sub("[\U00010000-\U0010ffff]", "", s)), length=True)

# ---- base64
case("airwallex", "body-base64", "API Gateway delivered the body with isBase64Encoded, and the handler used it as it was.", B(b64), fw="lambda")
case("revolut", "body-base64", "The relay stores bodies as base64url without padding.", B(lambda b: b64(b).decode().replace("+", "-").replace("/", "_").rstrip("=")), length=False)
case("onfido", "body-base64", "The body was base64-encoded by the load balancer and once more by the queue.", B(lambda b: b64(b64(b))))
case("persona", "body-base64", "A MIME encoder broke the base64 text into lines of 76 characters.", B(lambda b: re.sub(b"(.{76})", rb"\1\r\n", b64(b)) + b"\r\n"), length=False)
case("webflow", "body-base64", "A browser tool gave the body as a data: URL.", B(lambda b: b"data:application/json;base64," + b64(b)), length=False)
case("scalekit", "body-base64", "Kinesis handed over the base64 text, and the code put it into a JSON string.", B(lambda b: b'"' + b64(b) + b'"'))
case("twilio", "body-base64", "A Lambda behind a REST API with binary media types passed the encoded form.", B(b64), fw="lambda")

# ---- compressed
case("stream", "body-compressed", "The body arrived with Content-Encoding: gzip, and the raw-body reader did not inflate it.", B(GZ), ADD("Content-Encoding", "gzip"), length=False)
case("elevenlabs", "body-compressed", "The archive stores bodies with zlib, and the replay verified the stored bytes.", B(lambda b: zlib.compress(b)), length=False)
case("kontent-ai", "body-compressed", "The edge worker compressed the request with raw deflate.", B(lambda b: (lambda c: c.compress(b) + c.flush())(zlib.compressobj(9, zlib.DEFLATED, -15))), ADD("Content-Encoding", "deflate"), length=False)
case("mollie", "body-compressed", "The request was gzipped by the queue and then base64-encoded.", B(lambda b: b64(GZ(b))), length=False)

# ---- forms
case("slack:command", "body-form-rewritten", "qs.stringify wrote the slash command again with %20 and without escaping the tilde.", B(form_again, space="%20", safe="-._~!*'()"), fw="express", length=True)
case("slack:command", "body-form-rewritten", "Spring built the form again from its parameters and escaped the asterisk.", B(form_again, safe="-_."), fw="spring", length=True)
case("github:form", "body-form-rewritten", "http_build_query wrote the payload again; the tilde and asterisk are encoded differently.", B(form_again, safe="*-._~"), fw="laravel", length=False)
case("slack:command", "body-form-rewritten", "Go's url.Values.Encode sorted the fields of the slash command.", B(form_again, safe="-._~", sort=True), length=True)
case("mandrill", "body-form-rewritten", "The relay parsed the form, trimmed the JSON in its field and sent it again with spaces after the colons.", B(lambda b: urllib.parse.urlencode([("mandrill_events", J.python(urllib.parse.parse_qs(b.decode())["mandrill_events"][0], compact=False))])), length=True)
case("twilio", "body-form-rewritten", "A proxy dropped every field that it did not know, among them FromCountry and ToCountry.", B(lambda b: "&".join(p for p in b.decode().split("&") if "Country" not in p)), length=True)
case("slack:command", "body-form-rewritten", "An old ASP.NET helper wrote the escapes in lower-case hex.", B(form_again, safe="*-._", lower=True), fw="aspnet", length=True)
case("github:form", "body-form-rewritten", "The handler passed decodeURIComponent of the body.", BT(lambda s: urllib.parse.unquote(s)), fw="express", length=True)
case("github:form", "body-form-rewritten", "Only the JSON of the field `payload` was verified, as parsed by express.urlencoded.", B(lambda b: urllib.parse.parse_qs(b.decode())["payload"][0]), fw="express", length=False)

# ---- a form parser on JSON
case("pagerduty", "body-form-for-json", "A curl -d replay without a content type went through the form parser; the JSON became a field name.", B(lambda b: urllib.parse.quote(b.decode(), safe="*-._").replace("%20", "+") + "="), CT("application/x-www-form-urlencoded"), length=False)
case("asana", "body-form-for-json", "The relay forwards the event as the form field `payload`.", B(lambda b: urllib.parse.urlencode([("payload", b.decode())])), CT("application/x-www-form-urlencoded"), length=False)
case("seam", "body-form-for-json", "express.urlencoded parsed the JSON, and JSON.stringify(req.body) gave an object with the JSON as its key.", B(lambda b: "{" + js_string(b) + ':""}'), CT("application/x-www-form-urlencoded"), fw="express")
case("vercel", "body-form-for-json", "A test client percent-encoded the whole JSON text.", B(lambda b: urllib.parse.quote(b.decode(), safe="")), length=False)

# ---- stringified
case("notion", "body-stringified", "The handler called JSON.stringify on the text of the body.", B(js_string), fw="express")
case("lemon-squeezy", "body-stringified", "json.dumps was applied to request.data.decode().", B(lambda b: J.string(b.decode(), ascii=True)), fw="flask")
case("trello", "body-stringified", "The text was stringified in the API route and again in the queue client.", B(lambda b: J.string(js_string(b))), fw="next")
case("box", "body-stringified", "A low-code tool escaped every quote and backslash but put no quotes around the text.", B(lambda b: js_string(b)[1:-1]))
case("sentry", "body-stringified", "The parsed event was serialized, and the serialized text was serialized once more.", B(lambda b: J.string(J.js(b))), length=False)

# ---- printed
case("circleci", "body-printed", "str(request.body) in Python gave b'...'.", B(py_bytes), fw="django", length=False)
case("sentry", "body-printed", "The handler verified str(request.json), a Python dict.", B(py_dict), fw="flask", length=True)
case("easypost", "body-printed", "Ruby's params.to_s printed a hash with rockets.", B(ruby_hash), fw="rails", length=True)
case("polar", "body-printed", "A template literal turned the parsed body into [object Object].", B(lambda b: "[object Object]"), fw="express", length=True)
case("standard", "body-printed", "String(uint8array) gave the byte values separated by commas.", B(numbers), fw="cloudflare-workers", length=False)
case("openai", "body-printed", "JSON.stringify of a Buffer gave its type and a list of byte values.", B(buffer_json), fw="lambda", length=False)
case("gocardless", "body-printed", "Go's fmt.Sprint of a byte slice printed the numbers in brackets.", B(lambda b: "[" + numbers(b, " ") + "]"), length=False)
case("xero", "body-printed", "The body was copied from an nginx log, which escapes quotes as \\x22.", B(nginx_escape), length=False)
case("persona", "body-printed", "Java's Map.toString printed the parsed event.", B(java_map), fw="spring", length=True)
case("razorpay", "body-printed", "The body was stored as a hex dump and used like that.", B(lambda b: b.hex()), length=False)

# ---- wrapped
case("anthropic", "body-wrapped", "The Lambda verified the whole HTTP API event instead of its body.", envelope(api_gateway), fw="lambda")
case("lithic", "body-wrapped", "The REST API event, with the body in base64, was verified.", envelope(lambda d, b: api_gateway(d, b, True, "1.0")), fw="lambda")
case("woocommerce", "body-wrapped", "SNS fans the deliveries out, and the subscriber verified the SNS notification.", envelope(sns), length=False)
case("imagekit", "body-wrapped", "An SQS consumer verified the batch of records.", envelope(sqs), length=False)
case("cloudinary", "body-wrapped", "Pub/Sub pushed the body in base64 inside its message.", envelope(pubsub), length=False)
case("complycube", "body-wrapped", "EventBridge wraps the event as `detail`.", envelope(eventbridge), length=False)
case("calendly", "body-wrapped", "n8n's webhook node passes an item with headers, params and body.", envelope(n8n), length=False)
case("supabase", "body-wrapped", "The internal bus wraps the text in a CloudEvent with `data`.", envelope(lambda d, b: J.write({"specversion": "1.0", "id": d.r.uuid(), "source": "/hooks", "type": "hook.received", "datacontenttype": "application/json", "data": b.decode()})), length=False)
case("dodo-payments", "body-wrapped", "A logging proxy sends {\"payload\": ...} with the original text inside.", envelope(lambda d, b: J.write({"received": d.t, "payload": b.decode()})), length=False)

# ---- a part of the body
case("pandadoc", "body-part-only", "The list was unpacked, and only its first item was verified.", B(lambda b: J.write(J.parse(b)[0])), length=True)
case("knock", "body-part-only", "A validation pipe returned only the member `data`.", B(lambda b: J.write(J.parse(b)["data"])), fw="nest", length=True)
case("typeform", "body-part-only", "The tool passes `form_response` and drops the envelope.", B(lambda b: J.write(J.parse(b)["form_response"])), length=True)

# ---- missing
case("replicate", "body-missing", "An earlier middleware consumed the stream, so the raw body is empty.", B(lambda b: b""), fw="express", length=True)
case("mollie", "body-missing", "Express 4 without a parser left req.body as {}, which was stringified.", B(lambda b: b"{}"), fw="express", length=True)
case("doppler", "body-missing", "The template inserted req.rawBody, which is undefined.", B(lambda b: b"undefined"), fw="nest", length=True)
case("webflow", "body-missing", "JSON.stringify(null) was verified, since the parser skipped the content type.", B(lambda b: b"null"), fw="fastify", length=True)
case("zoom", "body-missing", "Django had read the stream, so request.body was empty text, and str(None) was used.", B(lambda b: b"None"), fw="django", length=True)
case("docusign", "body-missing", "A 301 redirect turned the POST into a GET without a body.", B(lambda b: b""), M("GET"), DROP("Content-Length"), length=True)

# ---- truncated
case("calendly", "body-truncated", "The log column holds 512 characters.", B(lambda b: b[:512]), length=False)
case("clerk", "body-truncated", "A single read() returned the first TCP segment.", B(lambda b: b[:536]), length=True)
case("line", "body-truncated", "A proxy set Content-Length to the number of characters, so the end is missing.", B(lambda b: b[:len(b.decode())]), REHOST)
case("slack", "body-truncated", "A utf8mb3 column was cut at the first emoji.", BT(lambda s: s.split("\U0001f389")[0]), length=True,
     edit=lambda s: J.write(J.parse(s), slash=True))
case("gocardless", "body-truncated", "The first 16 bytes were consumed by a sniffing filter.", B(lambda b: b[16:]), length=True)
case("github", "body-truncated", "The proxy passes on only what fits into its buffer of 384 bytes.", B(lambda b: b[:384]), length=True)
case("twilio", "body-truncated", "The WAF passes on only the first 300 bytes of a form.", B(lambda b: b[:300]), length=True)

# ---- multipart
case("mailgun", "body-multipart", "The route sends the legacy webhook as multipart/form-data.",
     envelope(lambda d, b: (lambda s: multipart([("timestamp", s["timestamp"]), ("token", s["token"]), ("signature", s["signature"]), ("event", "delivered"), ("recipient", "dana@fieldwork.example")]))(J.parse(b)["signature"])), CT("multipart/form-data; boundary=----geckoformboundary5c1b"), length=False)
case("mailgun", "body-multipart", "A legacy webhook posts timestamp, token and signature as a form.",
     envelope(lambda d, b: urllib.parse.urlencode([("event", "delivered")] + [(k, str(J.parse(b)["signature"][k])) for k in ("timestamp", "token", "signature")])), CT("application/x-www-form-urlencoded"), length=False)
case("dropbox-sign", "body-multipart", "The event arrived as multipart with the JSON in the field `json`, and the raw multipart body was verified.",
     envelope(lambda d, b: multipart([("json", b.decode())], "--------------------------d74496d66958873e")), CT("multipart/form-data; boundary=--------------------------d74496d66958873e"), length=False)

# ---- entities
case("resend", "body-entities", "An XSS filter replaced quotes, ampersands and angle brackets by entities.", B(entities), fw="spring", length=True)
case("sanity", "body-entities", "FILTER_SANITIZE_SPECIAL_CHARS was applied to the raw input.", BT(lambda s: s.replace("&", "&#38;").replace('"', "&#34;").replace("'", "&#39;").replace("<", "&#60;").replace(">", "&#62;")), fw="laravel", length=True)
case("clerk", "body-entities", "The page that shows the stored body escapes only < > and &, and the body was copied from there.", BT(lambda s: s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")), length=False)

# ---- decompressed
case("stream", "body-decompressed", "The sender signs the gzipped bytes, and the framework inflated them before the handler ran.", lambda d: setattr(d, "body", gzip.decompress(d.body)),
     ADD("Content-Encoding", "gzip"), edit=lambda s: gzip.compress(s.encode(), 6, mtime=0), length=True)
