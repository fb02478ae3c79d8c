//! Remedies in the framework of the receiver.

use alloc::string::{String, ToString};

use serde::Serialize;

use super::codes::{DiagnosisCode, Remedy};

/// The framework of a receiver.
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
    /// Other frameworks whose handlers receive a `Request`: Workers, Deno, Bun, Remix, SvelteKit, Astro.
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
    /// The id and the name of every framework, and how to get the raw body in it.
    const ALL: &[(Self, &str, &str, &str)] = &[
        (
            Self::Express,
            "express",
            "Express",
            "Put `express.raw({ type: () => true })` on the webhook's route, before any `express.json()`, and pass \
             `req.body`",
        ),
        (
            Self::NextApp,
            "next-app",
            "Next.js, App Router",
            "In the route handler, read `await request.text()` or `await request.arrayBuffer()` first, and never call \
             `request.json()`",
        ),
        (
            Self::NextPages,
            "next-pages",
            "Next.js, Pages Router",
            "Export `config = { api: { bodyParser: false } }` from the API route, and collect the chunks of `req`",
        ),
        (
            Self::Fastify,
            "fastify",
            "Fastify",
            "Put the webhook's route into a plugin that registers a content type parser with `parseAs: 'buffer'`, and \
             pass `request.body`",
        ),
        (
            Self::Koa,
            "koa",
            "Koa",
            "Exclude the webhook's route from `koa-bodyparser`, and read `ctx.req` with `raw-body`",
        ),
        (Self::Nest, "nest", "NestJS", "Create the application with `{ rawBody: true }`, and pass `req.rawBody`"),
        (Self::Hono, "hono", "Hono", "Read `await c.req.arrayBuffer()` first, and never call `c.req.json()`"),
        (
            Self::Fetch,
            "fetch",
            "Workers, Deno, Bun and others with Request",
            "Read `await request.arrayBuffer()` once, verify these bytes, and parse them afterwards",
        ),
        (
            Self::Lambda,
            "lambda",
            "AWS Lambda",
            "Pass the body as bytes: in JavaScript `Buffer.from(event.body, event.isBase64Encoded ? 'base64' : \
             'utf8')`, in Python `event['body']` decoded with `base64.b64decode` if `isBase64Encoded` is true",
        ),
        (
            Self::Flask,
            "flask",
            "Flask",
            "Pass `request.get_data()`, and call it before `request.json` or `request.form`",
        ),
        (
            Self::Django,
            "django",
            "Django",
            "Mark the view with `@csrf_exempt`, and pass `request.body`, not a parsed and serialized copy",
        ),
        (
            Self::FastApi,
            "fastapi",
            "FastAPI",
            "Take `request: Request` in the handler, and pass `await request.body()`",
        ),
        (Self::Rails, "rails", "Ruby on Rails", "Pass `request.raw_post`, not `params.to_json`"),
        (Self::Laravel, "laravel", "Laravel", "Pass `$request->getContent()`, not `json_encode($request->all())`"),
        (
            Self::Spring,
            "spring",
            "Spring",
            "Take `@RequestBody byte[] body` in the controller, not a mapped object; read a form with \
             `request.getInputStream()` in a filter, before anything calls `getParameter`",
        ),
        (
            Self::AspNet,
            "aspnet",
            "ASP.NET Core",
            "Call `Request.EnableBuffering()`, and copy `Request.Body` to a byte array before model binding",
        ),
        (Self::Go, "go", "Go", "Read `io.ReadAll(r.Body)` once, verify these bytes, and decode them afterwards"),
        (Self::Axum, "axum", "axum", "Take `body: Bytes` as the last argument of the handler, not `Json<…>`"),
    ];

    /// The framework with this id.
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

    /// The id and the name of every framework.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::ALL.iter().map(|(_, id, title, _)| (*id, *title))
    }

    fn raw_body(self) -> &'static str {
        Self::ALL.iter().find(|(framework, ..)| *framework == self).map_or("", |(.., raw_body)| *raw_body)
    }
}

const ANY_RAW_BODY: &str = "Pass the bytes as they arrived, before any middleware parses them";

impl DiagnosisCode {
    /// The remedy for the cause, in one or two sentences. A remedy for a body describes how to get the raw body in the
    /// framework.
    ///
    /// ```
    /// use hookwright::explain::{DiagnosisCode, Framework};
    /// assert!(DiagnosisCode::BodyReformatted.remedy(Some(Framework::Express)).contains("express.raw"));
    /// ```
    #[must_use]
    pub fn remedy(self, framework: Option<Framework>) -> String {
        Remedy { code: self, raw_body: framework.map_or(ANY_RAW_BODY, Framework::raw_body) }.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remedy_for_the_body_describes_the_framework() {
        assert!(DiagnosisCode::BodyReformatted.remedy(None).contains(ANY_RAW_BODY));
        for (id, title) in Framework::all() {
            let framework = Framework::find(id).unwrap();
            assert!(DiagnosisCode::BodyReformatted.remedy(Some(framework)).contains(framework.raw_body()), "{title}");
        }
    }
}
