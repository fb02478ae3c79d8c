//! The frameworks of receivers, and the sentences about them in remedies.

use serde::Serialize;

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
    /// Other frameworks whose handlers receive a `Request`: Workers, Remix, Astro.
    Fetch,
    /// AWS Lambda behind API Gateway or a function URL.
    Lambda,
    /// Flask.
    Flask,
    /// Django.
    Django,
    /// FastAPI and Starlette.
    #[serde(rename = "fastapi")]
    FastApi,
    /// Ruby on Rails.
    Rails,
    /// Laravel.
    Laravel,
    /// Spring.
    Spring,
    /// ASP.NET Core.
    #[serde(rename = "aspnet")]
    AspNet,
    /// Go's net/http.
    Go,
    /// axum.
    Axum,
    /// Firebase and Google Cloud Functions.
    Firebase,
    /// Azure Functions.
    #[serde(rename = "azure-functions")]
    Azure,
    /// Elysia.
    Elysia,
    /// Bun's `Bun.serve`.
    Bun,
    /// Deno's `Deno.serve`.
    Deno,
    /// SvelteKit.
    #[serde(rename = "sveltekit")]
    SvelteKit,
    /// Nuxt and Nitro.
    Nuxt,
}

/// The sentences about a framework. They have no full stop.
pub(super) struct Recipe {
    framework: Framework,
    id: &'static str,
    title: &'static str,
    /// How to get the raw body.
    pub(super) raw_body: &'static str,
    /// How to get the URL that the sender called behind a proxy.
    pub(super) url: &'static str,
    /// How to read all header fields under their names.
    pub(super) headers: &'static str,
}

impl Framework {
    const ALL: &[Recipe] = &[
        Recipe {
            framework: Self::Express,
            id: "express",
            title: "Express",
            raw_body: "Put `express.raw({ type: () => true })` on the webhook's route, before any \
                       `express.json()`, and pass `req.body`",
            url: "Call `app.set('trust proxy', 1)`, and join `req.protocol`, `req.hostname` and `req.originalUrl`; \
                  `req.url` lacks the path of the router",
            headers: "Pass `req.headers`",
        },
        Recipe {
            framework: Self::NextApp,
            id: "next-app",
            title: "Next.js, App Router",
            raw_body: "In the route handler, read `await request.arrayBuffer()` first, and never call `request.json()`, \
                       nor `request.text()`, which replaces bytes that are not UTF-8",
            url: "Set the public URL in the configuration: behind a proxy, `request.url` has the address of the \
                  server",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::NextPages,
            id: "next-pages",
            title: "Next.js, Pages Router",
            raw_body: "Export `config = { api: { bodyParser: false } }` from the API route, and collect the chunks \
                       of `req`",
            url: "Join the public origin from the configuration and `req.url`",
            headers: "Pass `req.headers`",
        },
        Recipe {
            framework: Self::Fastify,
            id: "fastify",
            title: "Fastify",
            raw_body: "Put the webhook's route into a plugin that registers a content type parser with `parseAs: \
                       'buffer'`, and pass `request.body`",
            url: "Create the server with `trustProxy`, and join `request.protocol`, `request.host` and \
                  `request.originalUrl`",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::Koa,
            id: "koa",
            title: "Koa",
            raw_body: "Exclude the webhook's route from `koa-bodyparser`, and read `ctx.req` with `raw-body`",
            url: "Set `app.proxy = true`, and join `ctx.origin` and `ctx.originalUrl`",
            headers: "Pass `ctx.headers`",
        },
        Recipe {
            framework: Self::Nest,
            id: "nest",
            title: "NestJS",
            raw_body: "Create the application with `{ rawBody: true }`, without a `json()` middleware of your own, \
                       and pass `req.rawBody`",
            url: "Call `app.set('trust proxy', 1)`, and join `req.protocol`, `req.hostname` and `req.originalUrl`",
            headers: "Pass `req.headers`",
        },
        Recipe {
            framework: Self::Hono,
            id: "hono",
            title: "Hono",
            raw_body: "Read `await c.req.arrayBuffer()` first, and never call `c.req.json()`",
            url: "Set the public URL in the configuration: behind a proxy, `c.req.url` has the address of the server",
            headers: "Pass `c.req.raw.headers`",
        },
        Recipe {
            framework: Self::Fetch,
            id: "fetch",
            title: "Workers and others with Request",
            raw_body: "Read `await request.arrayBuffer()` once, verify these bytes, and parse them afterwards",
            url: "Set the public URL in the configuration: behind a proxy, `request.url` has the address of the \
                  server",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::Lambda,
            id: "lambda",
            title: "AWS Lambda",
            raw_body: "Pass the body as bytes: in JavaScript `Buffer.from(event.body, event.isBase64Encoded ? \
                       'base64' : 'utf8')`, in Python `event['body']` decoded with `base64.b64decode` if \
                       `isBase64Encoded` is true",
            url: "Join the registered origin, `event.rawPath` and `event.rawQueryString`; a REST API passes the \
                  query only decoded, so use a payload of version 2.0",
            headers: "Pass `event.headers`",
        },
        Recipe {
            framework: Self::Flask,
            id: "flask",
            title: "Flask",
            raw_body: "Pass `request.get_data()`, and call it before `request.json` or `request.form`",
            url: "Wrap the application in `ProxyFix(app.wsgi_app, x_proto=1, x_host=1)`, and pass `request.url`",
            headers: "Pass `request.headers`, not `request.environ`",
        },
        Recipe {
            framework: Self::Django,
            id: "django",
            title: "Django",
            raw_body: "Mark the view with `@csrf_exempt`, and pass `request.body`, not a parsed and serialized copy",
            url: "Set `SECURE_PROXY_SSL_HEADER` and `USE_X_FORWARDED_HOST`, and pass `request.build_absolute_uri()`",
            headers: "Pass `request.headers`, not `request.META`",
        },
        Recipe {
            framework: Self::FastApi,
            id: "fastapi",
            title: "FastAPI",
            raw_body: "Take `request: Request` in the handler, and pass `await request.body()`",
            url: "Start uvicorn with `--proxy-headers` and `--forwarded-allow-ips`, and pass `str(request.url)`",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::Rails,
            id: "rails",
            title: "Ruby on Rails",
            raw_body: "Pass `request.raw_post`, not `params.to_json`",
            url: "List the proxy in `config.action_dispatch.trusted_proxies`, and pass `request.original_url`",
            headers: "Read `request.headers`, not `request.env`",
        },
        Recipe {
            framework: Self::Laravel,
            id: "laravel",
            title: "Laravel",
            raw_body: "Pass `$request->getContent()`, not `json_encode($request->all())`",
            url: "Configure the `TrustProxies` middleware, and join `$request->getSchemeAndHttpHost()` and \
                  `$request->getRequestUri()`; `fullUrl()` sorts the query",
            headers: "Read `$request->header()`, not `$_SERVER`",
        },
        Recipe {
            framework: Self::Spring,
            id: "spring",
            title: "Spring",
            raw_body: "Take `@RequestBody byte[] body` in the controller, not a mapped object; read a form with \
                       `request.getInputStream()` in a filter, before anything calls `getParameter`",
            url: "Set `server.forward-headers-strategy=framework`, and join `request.getRequestURL()` and \
                  `request.getQueryString()`",
            headers: "Read `request.getHeader()`, or take `@RequestHeader HttpHeaders headers`",
        },
        Recipe {
            framework: Self::AspNet,
            id: "aspnet",
            title: "ASP.NET Core",
            raw_body: "Call `Request.EnableBuffering()`, and copy `Request.Body` to a byte array before model binding",
            url: "Call `app.UseForwardedHeaders()` with `XForwardedProto` and `XForwardedHost`, and pass \
                  `Request.GetEncodedUrl()`",
            headers: "Read `Request.Headers`",
        },
        Recipe {
            framework: Self::Go,
            id: "go",
            title: "Go",
            raw_body: "Read `io.ReadAll(r.Body)` once, verify these bytes, and decode them afterwards",
            url: "Join the public origin from the configuration and `r.RequestURI`; `r.URL` has neither scheme nor \
                  host",
            headers: "Read `r.Header`",
        },
        Recipe {
            framework: Self::Axum,
            id: "axum",
            title: "axum",
            raw_body: "Take `body: Bytes` as the last argument of the handler, not `Json<…>`",
            url: "Join the public origin from the configuration and `OriginalUri`; nested routers shorten `Uri`",
            headers: "Take `headers: HeaderMap`",
        },
        Recipe {
            framework: Self::Firebase,
            id: "firebase",
            title: "Firebase and Google Cloud Functions",
            raw_body: "Pass `req.rawBody`: the platform parses the body before the function runs, so \
                       `express.raw()` comes too late",
            url: "Join the public origin and the name of the function from the configuration and `req.originalUrl`",
            headers: "Pass `req.headers`",
        },
        Recipe {
            framework: Self::Azure,
            id: "azure-functions",
            title: "Azure Functions",
            raw_body: "Read `await request.arrayBuffer()` once; in the programming model v3 pass `req.rawBody`, \
                       not `req.body`",
            url: "Set the public URL in the configuration: behind a gateway, `request.url` has the address of the \
                  function",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::Elysia,
            id: "elysia",
            title: "Elysia",
            raw_body: "Register the route with `{ parse: 'none' }`, and read `await request.arrayBuffer()`",
            url: "Set the public URL in the configuration: behind a proxy, `request.url` has the address of the \
                  server",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::Bun,
            id: "bun",
            title: "Bun.serve",
            raw_body: "Read `await request.arrayBuffer()` once, verify these bytes, and parse them afterwards",
            url: "Set the public URL in the configuration: behind a proxy, `request.url` has the address of the \
                  server",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::Deno,
            id: "deno",
            title: "Deno.serve",
            raw_body: "Read `await request.bytes()` once, verify these bytes, and parse them afterwards",
            url: "Set the public URL in the configuration: behind a proxy, `request.url` has the address of the \
                  server",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::SvelteKit,
            id: "sveltekit",
            title: "SvelteKit",
            raw_body: "In `+server.js`, read `await request.arrayBuffer()` first, and never call `request.json()` \
                       or `request.formData()`",
            url: "With `adapter-node` set `ORIGIN`, or `PROTOCOL_HEADER` and `HOST_HEADER`, and pass `url.href`",
            headers: "Pass `request.headers`",
        },
        Recipe {
            framework: Self::Nuxt,
            id: "nuxt",
            title: "Nuxt and Nitro",
            raw_body: "Call `await readRawBody(event, false)`, and never `readBody(event)`",
            url: "Pass `getRequestURL(event, { xForwardedHost: true }).href`",
            headers: "Pass `event.headers`",
        },
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
        Self::ALL.iter().find(|recipe| recipe.id == id).map(|recipe| recipe.framework)
    }

    /// The id and the name of every framework.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::ALL.iter().map(|recipe| (recipe.id, recipe.title))
    }

    pub(super) fn recipe(self) -> Option<&'static Recipe> {
        Self::ALL.iter().find(|recipe| recipe.framework == self)
    }
}
