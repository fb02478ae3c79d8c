//! The lines with which a receiver answers a CORS preflight in development, for each framework.

use crate::model::json::Value;
use crate::model::stacks::stack_of;

/// A framework of receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Framework {
    /// The id of the stack in the receive panel.
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// The lines, with `ORIGIN` for the origin of the page.
    lines: &'static str,
}

/// The frameworks, in the order of the control.
pub(crate) const FRAMEWORKS: &[Framework] = &[
    Framework {
        id: "express",
        name: "Express",
        lines: "// Development only. Before the routes:
app.use((request, response, next) => {
  response.set('Access-Control-Allow-Origin', 'ORIGIN');
  response.set('Access-Control-Allow-Headers', '*, Authorization');
  response.set('Access-Control-Allow-Methods', '*');
  if (request.method === 'OPTIONS') return response.sendStatus(204);
  next();
});",
    },
    Framework {
        id: "node",
        name: "node:http",
        lines: "// Development only. At the beginning of the listener of createServer:
response.setHeader('Access-Control-Allow-Origin', 'ORIGIN');
response.setHeader('Access-Control-Allow-Headers', '*, Authorization');
response.setHeader('Access-Control-Allow-Methods', '*');
if (request.method === 'OPTIONS') return response.writeHead(204).end();",
    },
    Framework {
        id: "fastify",
        name: "Fastify",
        lines: "// Development only. Before the routes:
app.addHook('onRequest', async (request, reply) => {
  reply.header('Access-Control-Allow-Origin', 'ORIGIN');
  reply.header('Access-Control-Allow-Headers', '*, Authorization');
  reply.header('Access-Control-Allow-Methods', '*');
});
app.options('/webhook', async (request, reply) => reply.code(204).send());",
    },
    Framework {
        id: "next",
        name: "Next.js",
        lines: "// Development only. In next.config.mjs:
export default {
  async headers() {
    return [{
      source: '/api/webhook',
      headers: [
        { key: 'Access-Control-Allow-Origin', value: 'ORIGIN' },
        { key: 'Access-Control-Allow-Headers', value: '*, Authorization' },
        { key: 'Access-Control-Allow-Methods', value: '*' },
      ],
    }];
  },
};
// In app/api/webhook/route.js:
export const OPTIONS = () => new Response(null, { status: 204 });",
    },
    Framework {
        id: "hono",
        name: "Hono",
        lines: "// Development only. Before the routes:
import { cors } from 'hono/cors';
app.use(cors({ origin: 'ORIGIN' }));",
    },
    Framework {
        id: "flask",
        name: "Flask",
        lines: "# Development only. Flask answers OPTIONS by itself; this adds the permission.
@app.after_request
def allow_playground(response):
    response.headers[\"Access-Control-Allow-Origin\"] = \"ORIGIN\"
    response.headers[\"Access-Control-Allow-Headers\"] = \"*, Authorization\"
    response.headers[\"Access-Control-Allow-Methods\"] = \"*\"
    return response",
    },
    Framework {
        id: "fastapi",
        name: "FastAPI",
        lines: "# Development only.
from fastapi.middleware.cors import CORSMiddleware

app.add_middleware(
    CORSMiddleware,
    allow_origins=[\"ORIGIN\"],
    allow_methods=[\"*\"],
    allow_headers=[\"*\"],
)",
    },
    Framework {
        id: "django",
        name: "Django",
        lines: "# Development only. Add \"myapp.allow_playground\" as the first of MIDDLEWARE.
from django.http import HttpResponse

def allow_playground(get_response):
    def middleware(request):
        is_preflight = request.method == \"OPTIONS\"
        response = HttpResponse(status=204) if is_preflight else get_response(request)
        response[\"Access-Control-Allow-Origin\"] = \"ORIGIN\"
        response[\"Access-Control-Allow-Headers\"] = \"*, Authorization\"
        response[\"Access-Control-Allow-Methods\"] = \"*\"
        return response
    return middleware",
    },
    Framework {
        id: "go",
        name: "Go",
        lines: "// Development only: http.ListenAndServe(addr, allowPlayground(mux))
func allowPlayground(next http.Handler) http.Handler {
\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
\t\tw.Header().Set(\"Access-Control-Allow-Origin\", \"ORIGIN\")
\t\tw.Header().Set(\"Access-Control-Allow-Headers\", \"*, Authorization\")
\t\tw.Header().Set(\"Access-Control-Allow-Methods\", \"*\")
\t\tif r.Method == http.MethodOptions {
\t\t\tw.WriteHeader(http.StatusNoContent)
\t\t\treturn
\t\t}
\t\tnext.ServeHTTP(w, r)
\t})
}",
    },
    Framework {
        id: "axum",
        name: "Rust (axum)",
        lines: "// Development only, with tower-http and its feature \"cors\". After the routes:
let origin = \"ORIGIN\".parse::<axum::http::HeaderValue>()?;
let app = app.layer(
    tower_http::cors::CorsLayer::new()
        .allow_origin(origin)
        .allow_headers(tower_http::cors::AllowHeaders::mirror_request())
        .allow_methods(tower_http::cors::AllowMethods::mirror_request()),
);",
    },
    Framework {
        id: "ruby",
        name: "Ruby (Rack)",
        lines: "# Development only. In config.ru, before `run`:
use(Class.new do
  def initialize(app) = @app = app

  def call(env)
    status, headers, body = env[\"REQUEST_METHOD\"] == \"OPTIONS\" ? [204, {}, []] : @app.call(env)
    cors = {
      \"access-control-allow-origin\" => \"ORIGIN\",
      \"access-control-allow-headers\" => \"*, Authorization\",
      \"access-control-allow-methods\" => \"*\",
    }
    [status, headers.merge(cors), body]
  end
end)",
    },
    Framework {
        id: "php",
        name: "PHP",
        lines: "// Development only. At the beginning of the script:
header('Access-Control-Allow-Origin: ORIGIN');
header('Access-Control-Allow-Headers: *, Authorization');
header('Access-Control-Allow-Methods: *');
if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS') {
    http_response_code(204);
    exit;
}",
    },
    Framework {
        id: "java",
        name: "Java",
        lines: "// Development only, with com.sun.net.httpserver: server.createContext(path, handler).getFilters().add(filter);
Filter filter = Filter.beforeHandler(\"CORS\", exchange -> {
    var headers = exchange.getResponseHeaders();
    headers.set(\"Access-Control-Allow-Origin\", \"ORIGIN\");
    headers.set(\"Access-Control-Allow-Headers\", \"*, Authorization\");
    headers.set(\"Access-Control-Allow-Methods\", \"*\");
});
// In the handler, first:
if (exchange.getRequestMethod().equals(\"OPTIONS\")) {
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
    return;
}
// With Spring, annotate the controller instead: @CrossOrigin(origins = \"ORIGIN\")",
    },
];

impl Framework {
    /// Returns the lines for a page with this origin.
    pub(crate) fn lines(&self, origin: &str) -> String {
        self.lines.replace("ORIGIN", origin)
    }
}

/// Returns the framework to show: the chosen one, or that of the check panel, or that of the receive panel, or the first one.
/// `saved` is the saved form of the receive panel.
pub(crate) fn framework(chosen: &str, check: &str, saved: Option<&str>) -> Option<&'static Framework> {
    let of = |id: &str| {
        // Not every framework is a stack.
        let stack = stack_of(id).map_or(id, |stack| stack.id());
        FRAMEWORKS.iter().find(|framework| framework.id == stack)
    };
    let receive = || saved.and_then(Value::parse).and_then(|form| of(form.get("stack")?.as_str()?));
    of(chosen).or_else(|| of(check)).or_else(receive).or(FRAMEWORKS.first())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::receiver::Stack;

    #[test]
    fn every_framework_is_a_stack_and_answers_the_preflight() {
        for framework in FRAMEWORKS {
            assert!(Stack::find(framework.id).is_some() || framework.id == "node", "{}", framework.id);
            let lines = framework.lines("https://play.example");
            assert!(lines.contains("https://play.example") && !lines.contains("ORIGIN"), "{}", framework.id);
            assert!(lines.contains("evelopment only"), "{}", framework.id);
        }
        // A function behind a gateway does not run on this machine.
        let missing: Vec<_> =
            Stack::ALL.iter().map(|stack| stack.id()).filter(|id| FRAMEWORKS.iter().all(|it| it.id != *id)).collect();
        assert_eq!(missing, ["lambda"]);
    }

    #[test]
    fn the_framework_of_another_panel_is_preselected() {
        let of = |chosen, check, saved| framework(chosen, check, saved).unwrap().id;
        assert_eq!(of("", "", None), "express");
        assert_eq!(of("", "", Some(r#"{"stack":"go"}"#)), "go");
        assert_eq!(of("", "next-pages", Some(r#"{"stack":"go"}"#)), "next");
        assert_eq!(of("php", "next-app", None), "php");
        assert_eq!(of("cobol", "cobol", Some("{")), "express");
        for chosen in FRAMEWORKS {
            assert_eq!(of(chosen.id, "", None), chosen.id);
        }
    }
}
