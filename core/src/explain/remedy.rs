//! What to do about a cause, for whatever the receiver is written with.

use alloc::format;
use alloc::string::String;

use serde::Serialize;

/// What a receiver is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Framework {
    /// Express 4 and 5.
    Express,
    /// The App Router of Next.js.
    NextApp,
    /// The Pages Router of Next.js.
    NextPages,
    /// Fastify.
    Fastify,
    /// Koa.
    Koa,
    /// NestJS.
    Nest,
    /// Hono.
    Hono,
    /// Anything whose handlers get a `Request`: Workers, Deno, Bun, Remix, SvelteKit, Astro.
    Fetch,
    /// AWS Lambda behind API Gateway or a function URL.
    Lambda,
    /// Flask.
    Flask,
    /// Django.
    Django,
    /// FastAPI and Starlette.
    FastApi,
    /// Ruby on Rails.
    Rails,
    /// Laravel.
    Laravel,
    /// Spring.
    Spring,
    /// ASP.NET Core.
    AspNet,
    /// Go's net/http.
    Go,
    /// axum.
    Axum,
}

impl Framework {
    /// Every framework: id, name and how to get the raw body in it.
    const ALL: &[(Self, &str, &str, &str)] = &[
        (
            Self::Express,
            "express",
            "Express",
            "Put `express.raw({ type: () => true })` on the webhook's route, before any `express.json()`, and pass `req.body`",
        ),
        (
            Self::NextApp,
            "next-app",
            "Next.js, App Router",
            "In the route handler, read `await request.text()` or `await request.arrayBuffer()` before anything else, and never `request.json()`",
        ),
        (
            Self::NextPages,
            "next-pages",
            "Next.js, Pages Router",
            "Export `config = { api: { bodyParser: false } }` from the API route, and collect the chunks of `req` yourself",
        ),
        (
            Self::Fastify,
            "fastify",
            "Fastify",
            "Register a content type parser with `parseAs: 'buffer'` for the webhook's route, and pass `request.body`",
        ),
        (
            Self::Koa,
            "koa",
            "Koa",
            "Keep `koa-bodyparser` away from the webhook's route and read `ctx.req` with `raw-body`",
        ),
        (Self::Nest, "nest", "NestJS", "Create the application with `{ rawBody: true }`, and pass `req.rawBody`"),
        (Self::Hono, "hono", "Hono", "Read `await c.req.arrayBuffer()`, and never `c.req.json()`, before the check"),
        (
            Self::Fetch,
            "fetch",
            "Workers, Deno, Bun and others with Request",
            "Read `await request.arrayBuffer()` once, check it, and parse it afterwards",
        ),
        (
            Self::Lambda,
            "lambda",
            "AWS Lambda",
            "Pass `Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8')`",
        ),
        (Self::Flask, "flask", "Flask", "Pass `request.get_data()`, called before `request.json` or `request.form`"),
        (
            Self::Django,
            "django",
            "Django",
            "Pass `request.body`, and not a parsed and dumped copy; exempt the view from CSRF checks",
        ),
        (
            Self::FastApi,
            "fastapi",
            "FastAPI",
            "Take `request: Request` in the handler, and pass `await request.body()`",
        ),
        (Self::Rails, "rails", "Ruby on Rails", "Pass `request.raw_post`, and not `params.to_json`"),
        (Self::Laravel, "laravel", "Laravel", "Pass `$request->getContent()`, and not `json_encode($request->all())`"),
        (
            Self::Spring,
            "spring",
            "Spring",
            "Take `@RequestBody byte[] body` in the controller, and not a mapped object",
        ),
        (
            Self::AspNet,
            "aspnet",
            "ASP.NET Core",
            "Call `Request.EnableBuffering()` and copy `Request.Body` to a byte array before model binding",
        ),
        (Self::Go, "go", "Go", "Read `io.ReadAll(r.Body)` once, check these bytes, and decode them afterwards"),
        (Self::Axum, "axum", "axum", "Take `body: Bytes` as the handler's last argument, and not `Json<…>`"),
    ];

    /// The framework of this id.
    ///
    /// ```
    /// use hookwright::explain::Framework;
    /// assert_eq!(Framework::find("express"), Some(Framework::Express));
    /// assert_eq!(Framework::find("nonesuch"), None);
    /// ```
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, ..)| *known == id).map(|(framework, ..)| *framework)
    }

    /// Every framework: its id and its name.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::ALL.iter().map(|(_, id, title, _)| (*id, *title))
    }

    fn raw_body(self) -> &'static str {
        Self::ALL.iter().find(|(framework, ..)| *framework == self).map_or("", |(.., raw_body)| *raw_body)
    }
}

const ANY_RAW_BODY: &str = "Pass the bytes as they arrived, before any middleware has parsed them";

/// What to do about a cause.
pub(super) fn remedy(code: &str, framework: Option<Framework>) -> String {
    let raw_body = framework.map_or(ANY_RAW_BODY, Framework::raw_body);
    let text = match code {
        "body_reformatted" | "body_key_order" | "body_escaped_slashes" | "body_unicode_escapes" | "body_ascii_only" => {
            return format!("{raw_body}; a parser and a serialiser give other bytes than the sender signed.");
        }
        "body_stringified" => return format!("{raw_body}; an object or a stream is no body."),
        "body_missing" => {
            return format!("{raw_body}; something has read the stream already, and there is nothing left of it.");
        }
        "body_charset" => {
            return format!(
                "{raw_body}, and do not turn them into text before the check: decoding changes what is no valid text."
            );
        }
        "body_base64" => {
            return match framework {
                None => "Decode the body from base64 before the check; AWS says so by `isBase64Encoded`.".into(),
                Some(_) => format!("Decode the body from base64 before the check. {raw_body}."),
            };
        }
        "body_urlencoded" => {
            return format!("{raw_body}; a parser of forms has been at it, or a tool has sent it as a form.");
        }
        "body_compressed" => {
            "Check the bytes that were signed: most senders sign the body before it is compressed, so decompress it first."
        }
        "url_missing" => "Pass the whole URL that is registered with the sender: `https`, host, path and query.",
        "body_newline_added" => {
            "Send and keep the body without the line feed: `echo` and editors add one; use `printf '%s'`, and with curl `--data-binary @file`."
        }
        "body_newline_lost" => {
            "Do not trim the body; with curl, use `--data-binary`, because `--data` takes line ends away."
        }
        "body_crlf" => {
            "Keep line ends as they are: a file that went through git with autocrlf, an editor or a mail has others; store bodies as binary."
        }
        "body_bom" => "Neither add nor drop the byte order mark: read and store the body as bytes, and not as text.",
        "body_truncated" => {
            "Raise the limit on request bodies in the server, the proxy and the log that the body was copied from, and pass all of it."
        }
        "secret_whitespace" => {
            "Take the white space away where the secret is stored: a file with a line feed at its end, `echo` instead of `printf`, or a copied line break."
        }
        "secret_quoted" => {
            "Take the quotes away where the secret is stored: Docker's `--env-file`, systemd and CI settings keep them as part of the value."
        }
        "secret_prefix" => {
            "Store the secret exactly as the sender shows it, with its prefix where it has one and without one that it has not."
        }
        "secret_decoding" => {
            "Use the secret in the form that the scheme has: see its `key`; some libraries decode base64 and some take the text as it is, and sender and receiver have to do the same."
        }
        "secret_old" => {
            "Keep the old secret beside the new one until the sender has switched: give both as `secrets`. But if it was replaced because it leaked, leave it out: whoever has it can sign, and may have signed this."
        }
        "secret_other_environment" => {
            "Use the secret of this endpoint: each endpoint, each environment and each local forwarder has one of its own."
        }
        "secret_placeholder" => {
            "Set the variable that holds the secret, and check that the process gets it: print its length, never its value."
        }
        "algorithm_other" => "Choose the scheme whose algorithm the sender uses, or have the sender's setting changed.",
        "encoding_other" => {
            "Choose the scheme whose encoding the sender uses; a hand-written sender may call the wrong function, `hexdigest` for `digest` or the like."
        }
        "header_other" => {
            "Read the header and the version that the scheme names, or choose the sender's scheme that signs where this signature stands."
        }
        "sender_other" => {
            "If you expect this sender's deliveries here, choose its scheme, and give each sender an endpoint of its own; if not, leave it refused."
        }
        "timestamp_unit" => {
            "Write the timestamp in the unit that the scheme has; in JavaScript `Date.now()` is in milliseconds, and most schemes have seconds."
        }
        "clock_skew" => {
            "Pass the present time in milliseconds, and set the clock by NTP if it is off. If the delivery is one that you have stored, sign it anew, or widen the tolerance for this check only. If it is neither, leave it refused: a replay looks just like this."
        }
        "url_host" | "url_scheme" | "url_port" => {
            "Check against the URL that is registered with the sender, and not the one that the server sees behind its proxy: write it in the configuration, or trust `X-Forwarded-Host`, `-Proto` and `-Port` where your proxy overwrites what a caller sends under these names. A delivery that was meant for a foreign host has no business here."
        }
        "url_query_order" => {
            "Check against the URL as it arrived, text for text; a parser that writes the query again may order and escape it otherwise."
        }
        "url_trailing_slash" => {
            "Register exactly the URL that the server answers, with or without the slash at its end, so that nothing redirects or rewrites it."
        }
        "url_path" => {
            "Check against the path that the sender called: a proxy or a gateway has added or taken away its first part."
        }
        "header_missing" => {
            "Let the header through: proxies, gateways, CDNs and functions hand on only the headers that they are told to; and check that the secret is set at the sender, who may not sign without one."
        }
        "header_renamed" => {
            "Read the header under the name that it arrives with, or have the proxy keep it: nginx drops and CGI rewrites some names."
        }
        _ => {
            "Nothing that usually goes wrong explains it, so most likely the secret is another one: of another endpoint, of test instead of live, of a local forwarder, or an API key in place of the signing secret. Copy it again from this endpoint's settings, and give what other secrets you have as old and other ones. If somebody has altered the delivery, this is as it should be."
        }
    };
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::DIAGNOSIS_CODES;

    #[test]
    fn every_cause_has_a_remedy_of_its_own_and_every_framework_a_recipe() {
        for code in DIAGNOSIS_CODES.iter().filter(|code| **code != "unknown") {
            assert_ne!(remedy(code, None), remedy("unknown", None), "{code}");
        }
        for (id, title) in Framework::all() {
            let framework = Framework::find(id).unwrap();
            assert!(remedy("body_reformatted", Some(framework)).contains(framework.raw_body()), "{title}");
        }
    }
}
