//! The stacks: languages and frameworks, with the templates of their files.

use super::syntax::Syntax;

/// A language and a framework for which a receiver can be generated.
///
/// The stacks of Node and Rust use Hookwright. The others use the standard library of the language, their framework and,
/// in Python, `cryptography` for public keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Stack {
    /// Node with Express 5.
    Express,
    /// Node with Fastify 5.
    Fastify,
    /// Node with a route handler of Next.js.
    Next,
    /// Cloudflare Workers with Hono.
    Hono,
    /// AWS Lambda behind a function URL or an HTTP API.
    Lambda,
    /// Python with FastAPI.
    FastApi,
    /// Python with Flask.
    Flask,
    /// Python with Django.
    Django,
    /// Go with `net/http`.
    Go,
    /// Rust with axum.
    Axum,
    /// Ruby as a Rack application.
    Ruby,
    /// PHP.
    Php,
    /// Java with `com.sun.net.httpserver`.
    Java,
}

type Templates = &'static [(&'static str, &'static str)];

macro_rules! templates {
    ($($path:literal: $file:literal),* $(,)?) => { &[$(($path, include_str!(concat!("templates/", $file)))),*] };
}

impl Stack {
    /// Every stack.
    pub const ALL: [Self; 13] = [
        Self::Express,
        Self::Fastify,
        Self::Next,
        Self::Hono,
        Self::Lambda,
        Self::FastApi,
        Self::Flask,
        Self::Django,
        Self::Go,
        Self::Axum,
        Self::Ruby,
        Self::Php,
        Self::Java,
    ];

    /// The id, in lower case.
    ///
    /// ```
    /// use hookwright::receiver::Stack;
    /// assert_eq!(Stack::FastApi.id(), "fastapi");
    /// ```
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Fastify => "fastify",
            Self::Next => "next",
            Self::Hono => "hono",
            Self::Lambda => "lambda",
            Self::FastApi => "fastapi",
            Self::Flask => "flask",
            Self::Django => "django",
            Self::Go => "go",
            Self::Axum => "axum",
            Self::Ruby => "ruby",
            Self::Php => "php",
            Self::Java => "java",
        }
    }

    /// The name for users.
    ///
    /// ```
    /// use hookwright::receiver::Stack;
    /// assert_eq!(Stack::Hono.name(), "Hono (Cloudflare Workers)");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Express => "Express",
            Self::Fastify => "Fastify",
            Self::Next => "Next.js",
            Self::Hono => "Hono (Cloudflare Workers)",
            Self::Lambda => "AWS Lambda",
            Self::FastApi => "FastAPI",
            Self::Flask => "Flask",
            Self::Django => "Django",
            Self::Go => "Go",
            Self::Axum => "Rust (axum)",
            Self::Ruby => "Ruby (Rack)",
            Self::Php => "PHP",
            Self::Java => "Java",
        }
    }

    /// The stack with this id.
    ///
    /// ```
    /// use hookwright::receiver::Stack;
    /// assert_eq!(Stack::find("go"), Some(Stack::Go));
    /// assert_eq!(Stack::find("cobol"), None);
    /// ```
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stack| stack.id() == id)
    }

    pub(super) const fn syntax(self) -> Syntax {
        match self {
            Self::Express | Self::Fastify | Self::Next | Self::Hono | Self::Lambda => Syntax::JavaScript,
            Self::FastApi | Self::Flask | Self::Django => Syntax::Python,
            Self::Go => Syntax::Go,
            Self::Axum => Syntax::Rust,
            Self::Ruby => Syntax::Ruby,
            Self::Php => Syntax::Php,
            Self::Java => Syntax::Java,
        }
    }

    /// Whether the receivers verify deliveries with Hookwright.
    pub(super) const fn uses_library(self) -> bool {
        matches!(self.syntax(), Syntax::JavaScript | Syntax::Rust)
    }

    /// The paths and the templates of the files.
    pub(super) const fn templates(self) -> Templates {
        match self {
            Self::Express => templates! {
                "app.mjs": "node/express.mjs.txt",
                "webhook.mjs": "node/webhook.mjs.txt",
                "handlers.mjs": "node/handlers.mjs.txt",
                "inbox.mjs": "node/inbox.mjs.txt",
                "app.test.mjs": "node/express.test.mjs.txt",
                "package.json": "node/express.json.txt",
                "README.md": "readme.md.txt",
            },
            Self::Fastify => templates! {
                "app.mjs": "node/fastify.mjs.txt",
                "webhook.mjs": "node/webhook.mjs.txt",
                "handlers.mjs": "node/handlers.mjs.txt",
                "inbox.mjs": "node/inbox.mjs.txt",
                "app.test.mjs": "node/fastify.test.mjs.txt",
                "package.json": "node/fastify.json.txt",
                "README.md": "readme.md.txt",
            },
            Self::Next => templates! {
                "app/webhook/route.mjs": "node/next.mjs.txt",
                "app/webhook/webhook.mjs": "node/webhook.mjs.txt",
                "app/webhook/handlers.mjs": "node/handlers.mjs.txt",
                "app/webhook/inbox.mjs": "node/inbox.mjs.txt",
                "app/layout.jsx": "node/layout.jsx.txt",
                "test/route.test.mjs": "node/next.test.mjs.txt",
                "package.json": "node/next.json.txt",
                "README.md": "readme.md.txt",
            },
            Self::Hono => templates! {
                "app.mjs": "node/hono.mjs.txt",
                "webhook.mjs": "node/webhook.mjs.txt",
                "handlers.mjs": "node/handlers.mjs.txt",
                "app.test.mjs": "node/hono.test.mjs.txt",
                "wrangler.toml": "node/wrangler.toml.txt",
                "package.json": "node/hono.json.txt",
                "README.md": "readme.md.txt",
            },
            Self::Lambda => templates! {
                "index.mjs": "node/lambda.mjs.txt",
                "webhook.mjs": "node/webhook.mjs.txt",
                "handlers.mjs": "node/handlers.mjs.txt",
                "store.mjs": "node/store.mjs.txt",
                "index.test.mjs": "node/lambda.test.mjs.txt",
                "package.json": "node/lambda.json.txt",
                "README.md": "readme.md.txt",
            },
            Self::FastApi => templates! {
                "app.py": "python/fastapi.py.txt",
                "verify.py": "python/verify.py.txt",
                "handlers.py": "python/handlers.py.txt",
                "inbox.py": "python/inbox.py.txt",
                "test_app.py": "python/test_fastapi.py.txt",
                "signing.py": "python/signing.py.txt",
                "requirements.txt": "python/requirements-fastapi.txt",
                "README.md": "readme.md.txt",
            },
            Self::Flask => templates! {
                "app.py": "python/flask.py.txt",
                "verify.py": "python/verify.py.txt",
                "handlers.py": "python/handlers.py.txt",
                "inbox.py": "python/inbox.py.txt",
                "test_app.py": "python/test_flask.py.txt",
                "signing.py": "python/signing.py.txt",
                "requirements.txt": "python/requirements-flask.txt",
                "README.md": "readme.md.txt",
            },
            Self::Django => templates! {
                "app.py": "python/django.py.txt",
                "verify.py": "python/verify.py.txt",
                "handlers.py": "python/handlers.py.txt",
                "inbox.py": "python/inbox.py.txt",
                "test_app.py": "python/test_django.py.txt",
                "signing.py": "python/signing.py.txt",
                "requirements.txt": "python/requirements-django.txt",
                "README.md": "readme.md.txt",
            },
            Self::Go => templates! {
                "main.go": "go/main.go.txt",
                "verify.go": "go/verify.go.txt",
                "request.go": "go/request.go.txt",
                "match.go": "go/match.go.txt",
                "key.go": "go/key.go.txt",
                "time.go": "go/time.go.txt",
                "form.go": "go/form.go.txt",
                "handshake.go": "go/handshake.go.txt",
                "handlers.go": "go/handlers.go.txt",
                "inbox.go": "go/inbox.go.txt",
                "receiver_test.go": "go/receiver_test.go.txt",
                "sign_test.go": "go/sign_test.go.txt",
                "go.mod": "go/go.mod.txt",
                "README.md": "readme.md.txt",
            },
            Self::Axum => templates! {
                "src/main.rs": "rust/main.rs.txt",
                "src/webhook.rs": "rust/webhook.rs.txt",
                "src/handlers.rs": "rust/handlers.rs.txt",
                "src/inbox.rs": "rust/inbox.rs.txt",
                "src/tests.rs": "rust/tests.rs.txt",
                "Cargo.toml": "rust/Cargo.toml.txt",
                "README.md": "readme.md.txt",
            },
            Self::Ruby => templates! {
                "app.rb": "ruby/app.rb.txt",
                "verify.rb": "ruby/verify.rb.txt",
                "handlers.rb": "ruby/handlers.rb.txt",
                "inbox.rb": "ruby/inbox.rb.txt",
                "config.ru": "ruby/config.ru.txt",
                "test_app.rb": "ruby/test_app.rb.txt",
                "README.md": "readme.md.txt",
            },
            Self::Php => templates! {
                "public/index.php": "php/index.php.txt",
                "src/app.php": "php/app.php.txt",
                "src/verify.php": "php/verify.php.txt",
                "src/handlers.php": "php/handlers.php.txt",
                "src/inbox.php": "php/inbox.php.txt",
                "test.php": "php/test.php.txt",
                "README.md": "readme.md.txt",
            },
            Self::Java => templates! {
                "Main.java": "java/Main.java.txt",
                "Verify.java": "java/Verify.java.txt",
                "Delivery.java": "java/Delivery.java.txt",
                "Answer.java": "java/Answer.java.txt",
                "Rejected.java": "java/Rejected.java.txt",
                "Malformed.java": "java/Malformed.java.txt",
                "Request.java": "java/Request.java.txt",
                "Form.java": "java/Form.java.txt",
                "Handlers.java": "java/Handlers.java.txt",
                "Inbox.java": "java/Inbox.java.txt",
                "Json.java": "java/Json.java.txt",
                "ReceiverTest.java": "java/ReceiverTest.java.txt",
                "Signing.java": "java/Signing.java.txt",
                "README.md": "readme.md.txt",
            },
        }
    }
}
