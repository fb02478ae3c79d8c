"""Cases: the secret."""
import base64
import html
import re
import urllib.parse

import json_text as J
from breaks import *

# ---- white space
case("paddle", "secret-whitespace", "The secret was read from a mounted file with its final line feed.", S(lambda s: s + "\n"))
case("github", "secret-whitespace", "The .env file has Windows line ends, so the secret ends with a carriage return.", S(lambda s: s + "\r"), fw="express")
case("zoom", "secret-whitespace", "A blank was copied with the token from the Marketplace page.", S(lambda s: " " + s))
case("hubspot", "secret-whitespace", "A table in the wiki put a no-break space after the client secret.", S(lambda s: s + "\u00a0"))
case("line", "secret-whitespace", "The channel secret was copied from a chat with a zero-width space before it.", S(lambda s: "\u200b" + s))
case("docusign", "secret-whitespace", "A YAML folded block broke the key into two lines.", S(lambda s: s[:24] + "\n" + s[24:]))
case("knock", "secret-whitespace", "The key was pasted with a tab after it.", S(lambda s: s + "\t"), fw="next")

# ---- quotes
case("calendly", "secret-quoted", "docker --env-file keeps the quotes of the .env file.", S(lambda s: '"' + s + '"'))
case("square", "secret-quoted", "The signature key has single quotes in the systemd unit.", S(lambda s: "'" + s + "'"))
case("razorpay", "secret-quoted", "JSON.stringify wrote the secret into the config, quotes and all.", S(lambda s: J.string(s)), fw="express")
case("mux", "secret-quoted", "The placeholder's angle brackets were kept around the secret.", S(lambda s: "<" + s + ">"))
case("intercom", "secret-quoted", "A word processor put curly quotes around the client secret.", S(lambda s: "\u201c" + s + "\u201d"))
case("trello", "secret-quoted", "The secret was copied from Markdown with its backticks.", S(lambda s: "`" + s + "`"))

# ---- the line of an .env file
case("clickup", "secret-env-line", "The whole line CLICKUP_WEBHOOK_SECRET=... was pasted into the hosting panel.", S(lambda s: "CLICKUP_WEBHOOK_SECRET=" + s))
case("workos", "secret-env-line", "The value contains the export statement of the shell script.", S(lambda s: 'export WORKOS_WEBHOOK_SECRET="' + s + '"'))
case("vercel", "secret-env-line", "A line of YAML, `secret: ...`, was passed as the secret.", S(lambda s: "secret: " + s))

# ---- prefixes
case("stripe", "secret-prefix", "A helper for Standard Webhooks removed whsec_ from the secret.", S(lambda s: s.removeprefix("whsec_")), fw="express")
case("notion", "secret-prefix", "The verification token was stored without secret_.", S(lambda s: s.removeprefix("secret_")))
case("polar", "secret-prefix", "The code strips polar_whs_ and uses what remains.", S(lambda s: s.removeprefix("polar_whs_")))
case("calendly", "secret-prefix", "whsec_ was put before the signing key, because another integration wanted it.", S(lambda s: "whsec_" + s))
case("shopify", "secret-prefix", "The client secret was stored as shpss_ and the secret, which is a plain hexadecimal one.", S(lambda s: "shpss_" + s))
case("linear", "secret-prefix", "Only the part after lin_wh_ was copied.", S(lambda s: s.removeprefix("lin_wh_")))

# ---- encodings
case("xero", "secret-encoding", "The key looks like base64, so it was decoded; Xero keys with its text.", lambda d: setattr(d, "secrets", [{"base64": d.secret}]))
case("slack", "secret-encoding", "The signing secret looks hexadecimal, and Buffer.from(secret, 'hex') was used as the key.", lambda d: setattr(d, "secrets", [{"base64": base64.b64encode(bytes.fromhex(d.secret)).decode()}]), fw="express")
case("lithic", "secret-encoding", "The text of the secret, whsec_ included, was base64-encoded before it was passed.", S(lambda s: base64.b64encode(s.encode()).decode()))
case("adyen:platform", "secret-encoding", "The hexadecimal key was converted to base64 for the secret store.", S(lambda s: base64.b64encode(bytes.fromhex(s)).decode()))
case("finch", "secret-encoding", "The base64 secret was converted to hexadecimal digits.", S(lambda s: base64.b64decode(s).hex()))
case("kontent-ai", "secret-encoding", "A Kubernetes manifest has the key in `data`, base64-encoded, and it was read without decoding.", S(lambda s: base64.b64encode(s.encode()).decode()))
case("hocuspocus", "secret-encoding", "The secret was written as the hexadecimal digits of its characters.", S(lambda s: s.encode().hex()))
case("salesforce", "secret-encoding", "The signature key was base64-decoded to bytes before use.", lambda d: setattr(d, "secrets", [{"base64": d.secret}]))
case("retell", "secret-encoding", "Laravel-style `base64:` and the encoded key were stored.", S(lambda s: "base64:" + base64.b64encode(s.encode()).decode()), fw="laravel")
case("onfido", "secret-encoding", "The token is in base64url and was decoded to bytes.", lambda d: setattr(d, "secrets", [{"base64": base64.b64encode(base64.urlsafe_b64decode(d.secret + "=" * (-len(d.secret) % 4))).decode()}]))

# ---- cut
case("woocommerce", "secret-truncated", "dotenv took everything after the `$` for a variable and removed it.", S(lambda s: s.split("$")[0]), fw="laravel")
case("lemon-squeezy", "secret-truncated", "The secret contains `#`, and dotenv read the rest as a comment.", S(lambda s: s.split("#")[0]), secret=lambda r: r.al(14) + "#" + r.al(10))
case("docusign", "secret-truncated", "A parser split the line at every `=` and lost the padding of the key.", S(lambda s: s.rstrip("=")))
case("persona", "secret-truncated", "A double click selected only the part up to the last hyphen.", S(lambda s: s.rsplit("-", 1)[0]))
case("webflow", "secret-truncated", "The column for the client secret is 60 characters wide.", S(lambda s: s[:60]))
case("calendly", "secret-truncated", "The first character was not selected when the key was copied.", S(lambda s: s[1:]))

# ---- case
case("clickup", "secret-case", "A settings layer changes all values to lower case.", S(lambda s: s.lower()))
case("shopify", "secret-case", "The secret was typed into a form that changes letters to upper case.", S(lambda s: s.upper()))
case("quickbooks", "secret-case", "The verifier token went through Guid.ToString with upper-case formatting.", S(lambda s: s.upper()), fw="aspnet")

# ---- escapes
case("xero", "secret-escaped", "The key was taken from a query string: + and / are percent-encoded.", S(lambda s: urllib.parse.quote(s, safe="")), need=lambda d: "+" in d.secret or "/" in d.secret)
case("hookdeck", "secret-escaped", "The admin page escapes HTML, and the secret was copied from its source with &amp;.", S(lambda s: html.escape(s)), secret=lambda r: r.lo(20) + "&" + r.lo(29))
case("woocommerce", "secret-escaped", "The secret was taken from a Compose file, in which $ is written as $$.", S(lambda s: s.replace("$", "$$")))
case("generic", "secret-escaped", "The secret has a backslash, and the YAML file doubled it.", S(lambda s: s.replace("\\", "\\\\")), secret=lambda r: r.al(12) + "\\" + r.al(14))
case("github", "secret-escaped", "The secret ends with the two characters \\n, from a string literal that was not interpreted.", S(lambda s: s + "\\n"))
case("docusign", "secret-escaped", "A form decoder changed the plus signs of the key to blanks.", S(lambda s: s.replace("+", " ")), secret=lambda r: r.al(20) + "+" + r.al(14) + "+" + r.al(7) + "=")
case("typeform", "secret-escaped", "PHP's addslashes put a backslash before the apostrophe.", S(lambda s: s.replace("'", "\\'")), secret=lambda r: r.al(9) + "'" + r.al(9), fw="laravel")

# ---- twice
case("cal-com", "secret-doubled", "The secret was pasted twice into the field.", S(lambda s: s + s))
case("pagerduty", "secret-doubled", "The deployment tool joined the old and the new value, which are the same, with a comma.", S(lambda s: s + "," + s))

# ---- placeholders
case("resend", "secret-placeholder", "The value of .env.example, whsec_xxxxxxxxxxxxxxxx, was deployed.", S("whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"))
case("mux", "secret-placeholder", "The settings page shows dots, and they were copied.", S("••••••••••••••••"))
case("gitlab", "secret-placeholder", "The CI variable was not replaced: ${GITLAB_HOOK_TOKEN}.", S("${GITLAB_HOOK_TOKEN}"))
case("twitch", "secret-placeholder", "The tutorial's secret, your_webhook_secret_here, is still in place.", S("your_webhook_secret_here"))
case("orb", "secret-placeholder", "The masked form with stars was copied from the dashboard.", S(lambda s: s[:4] + "*" * 32 + s[-4:]))
case("buildkite", "secret-placeholder", "Helm left {{ .Values.hook.token }} in the secret.", S("{{ .Values.hook.token }}"))
case("standard", "secret-placeholder", "The code says CHANGEME.", S("CHANGEME"))

# ---- references
case("anthropic", "secret-reference", "The reference to 1Password was not resolved.", S("op://Production/anthropic-webhook/secret"))
case("stripe", "secret-reference", "Lambda received the ARN of the secret instead of its value.", S("arn:aws:secretsmanager:eu-west-1:123456789012:secret:stripe-webhook-7dQ2xk"), fw="lambda")
case("zendesk", "secret-reference", "A Key Vault reference of App Service was read as it is.", S("@Microsoft.KeyVault(SecretUri=https://northlight.vault.azure.net/secrets/zendesk-hook/)"), fw="aspnet")
case("revolut", "secret-reference", "The config has vault:secret/data/revolut#signing, which a sidecar was to replace.", S("vault:secret/data/revolut#signing"))
case("typeform", "secret-reference", "The Secret Manager path was passed: projects/.../secrets/.../versions/latest.", S("projects/415263748596/secrets/typeform-hook/versions/latest"))

# ---- JSON of a secret store
case("dodo-payments", "secret-json", "Secrets Manager gives a JSON document, and the whole text was used.", S(lambda s: '{"DODO_WEBHOOK_SECRET":"' + s + '"}'), fw="lambda")
case("coinbase-commerce", "secret-json", "The secret is a JSON list with one entry.", S(lambda s: '["' + s + '"]'))
case("elevenlabs", "secret-json", "The value is the document of the vault, with username and password.", S(lambda s: J.write({"username": "elevenlabs", "password": s}, comma=", ", colon=": ")))

# ---- missing
case("lovable", "secret-missing", "The variable is not set in the preview environment, so the secret is the text undefined.", S("undefined"), fw="next")
case("asana", "secret-missing", "The secret of the handshake was never stored; the column has null.", S("null"))
case("airwallex", "secret-missing", "str(os.environ.get(...)) gave None.", S("None"), fw="flask")

# ---- other credentials
case("stripe", "secret-other-credential", "The API key, sk_live_..., was used to verify.", SR(lambda r: "sk_live_51" + r.al(97)))
case("stripe:refund", "secret-other-credential", "The id of the endpoint, we_..., was used as the secret.", SR(lambda r: "we_1" + r.al(23)))
case("paddle", "secret-other-credential", "The id of the notification setting, ntfset_..., was copied instead of the secret key.", SR(lambda r: "ntfset_01j" + r.lo(23)))
case("slack", "secret-other-credential", "The bot token, xoxb-..., was used instead of the signing secret.", SR(lambda r: f"xoxb-{r.num(12)}-{r.num(13)}-{r.al(24)}"))
case("hubspot", "secret-other-credential", "The private app token, pat-eu1-..., was used instead of the client secret.", SR(lambda r: "pat-eu1-" + r.uuid()))
case("github", "secret-other-credential", "A personal access token, ghp_..., was stored as the webhook secret.", SR(lambda r: "ghp_" + r.al(36)))
case("resend", "secret-other-credential", "The API key, re_..., was used.", SR(lambda r: "re_" + r.al(8) + "_" + r.al(24)))
case("twilio", "secret-other-credential", "The account SID, AC..., was used instead of the auth token.", SR(lambda r: "AC" + r.hx(32)))
case("openai", "secret-other-credential", "The project key, sk-proj-..., was used.", SR(lambda r: "sk-proj-" + r.al(48)))
case("linear", "secret-other-credential", "The personal API key, lin_api_..., was used.", SR(lambda r: "lin_api_" + r.al(40)))
case("notion", "secret-other-credential", "The integration token, ntn_..., was used instead of the verification token.", SR(lambda r: "ntn_" + r.num(11) + r.al(35)))
case("razorpay", "secret-other-credential", "The key id, rzp_live_..., was used instead of the webhook secret.", SR(lambda r: "rzp_live_" + r.al(14)))
case("clerk", "secret-other-credential", "The backend key, sk_test_..., was used instead of the signing secret.", SR(lambda r: "sk_test_" + r.al(42)), fw="next")
case("shopify", "secret-other-credential", "The Admin API access token, shpat_..., was used instead of the client secret.", SR(lambda r: "shpat_" + r.hx(32)))

# ---- old and other secrets
case("woocommerce", "secret-old", "The secret was changed in the shop, but the queued delivery still has the old signature.", OLD(lambda r: r.al(50)))
case("mailgun", "secret-old", "The HTTP signing key was reset; the other region still signs with the previous one.", OLD(lambda r: r.hx(32)))
case("seam", "secret-old", "The new endpoint secret was deployed before the sender rotated.", OLD(lambda r: "whsec_" + r.b64(24)))
case("square", "secret-old", "The subscription was recreated, and the old one still delivers.", OLD(lambda r: r.b64u(16)))
case("metronome", "secret-old", "The webhook secret was rolled ten minutes ago.", OLD(lambda r: r.hx(64)))
case("cashfree", "secret-old", "A new client secret was generated; the sender still uses the previous one.", OLD(lambda r: "cfsk_ma_prod_" + r.hx(32) + "_" + r.hx(8)))
case("stripe", "secret-other-endpoint", "The CLI forwards events with its own secret, and the dashboard's secret was configured.", OTHER(lambda r: "whsec_" + r.al(32)))
case("zoom", "secret-other-endpoint", "The app of the staging account delivers to production.", OTHER(lambda r: r.al(22)))
case("clerk", "secret-other-endpoint", "Two endpoints are registered, one for users and one for organizations, and their secrets were exchanged.", OTHER(lambda r: "whsec_" + r.b64(24)), fw="next")
case("mandrill", "secret-other-endpoint", "The test key of the account was configured for the production webhook.", OTHER(lambda r: r.b64u(16)))
case("cloudinary", "secret-other-endpoint", "The secret of the other product environment signs these notifications.", OTHER(lambda r: r.al(27)))
case("postmark", "secret-other-endpoint", "The bounce hook sends the user and password of the inbound hook.", OTHER(lambda r: "pm-inbound:" + r.al(18)))
case("telegram", "secret-other-endpoint", "Two bots share the route, and this update carries the other bot's token.", OTHER(lambda r: r.b64u(24)))
