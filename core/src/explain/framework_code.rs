//! Code that reads the raw body, for each framework.

use super::frameworks::Framework;

impl Framework {
    /// Code of a receiver that reads the body as it arrived, and passes it and the header fields to `verify`, which returns
    /// whether the signature is valid. It is to be replaced by the check of the signature.
    ///
    /// ```
    /// use hookwright::explain::Framework;
    /// assert!(Framework::Express.raw_body_code().contains("express.raw({ type: () => true })"));
    /// ```
    #[must_use]
    pub const fn raw_body_code(self) -> &'static str {
        match self {
            Self::Express => {
                "// Before any app.use(express.json()):
app.post('/webhook', express.raw({ type: () => true }), (req, res) => {
  if (!verify(req.body, req.headers)) return res.sendStatus(401);
  const event = JSON.parse(req.body);
  res.sendStatus(204);
});

// Or, if express.json() has to come first, keep the bytes, and verify req.rawBody:
app.use(express.json({ verify: (req, res, bytes) => { req.rawBody = bytes; } }));"
            }
            Self::NextApp => {
                "// app/api/webhook/route.js
export async function POST(request) {
  // request.text() would remove a byte order mark and replace bytes that are not UTF-8.
  const body = new Uint8Array(await request.arrayBuffer());
  if (!verify(body, request.headers)) return new Response(null, { status: 401 });
  const event = JSON.parse(new TextDecoder().decode(body));
  return new Response(null, { status: 204 });
}"
            }
            Self::NextPages => {
                "// pages/api/webhook.js
export const config = { api: { bodyParser: false } };

export default async function handler(req, res) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!verify(body, req.headers)) return res.status(401).end();
  const event = JSON.parse(body);
  res.status(204).end();
}"
            }
            Self::Fastify => {
                "app.register(async (webhooks) => {
  webhooks.removeAllContentTypeParsers();
  webhooks.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
  webhooks.post('/webhook', async (request, reply) => {
    if (!verify(request.body, request.headers)) return reply.code(401).send();
    const event = JSON.parse(request.body);
    return reply.code(204).send();
  });
});"
            }
            Self::Koa => {
                "import bodyParser from 'koa-bodyparser';
import rawBody from 'raw-body';

const parse = bodyParser();
app.use((ctx, next) => (ctx.path === '/webhook' ? next() : parse(ctx, next)));

router.post('/webhook', async (ctx) => {
  const body = await rawBody(ctx.req);
  if (!verify(body, ctx.headers)) return ctx.throw(401);
  const event = JSON.parse(body);
  ctx.status = 204;
});"
            }
            Self::Nest => {
                "// main.ts
const app = await NestFactory.create(AppModule, { rawBody: true });

// In the controller
@Post('webhook')
@HttpCode(204)
receive(@Req() req: RawBodyRequest<Request>) {
  if (!verify(req.rawBody, req.headers)) throw new UnauthorizedException();
  const event = JSON.parse(req.rawBody.toString());
}"
            }
            Self::Hono => {
                "app.post('/webhook', async (c) => {
  const body = new Uint8Array(await c.req.arrayBuffer());
  if (!verify(body, c.req.raw.headers)) return c.body(null, 401);
  const event = JSON.parse(new TextDecoder().decode(body));
  return c.body(null, 204);
});"
            }
            Self::Fetch => {
                "export default {
  async fetch(request) {
    const body = new Uint8Array(await request.arrayBuffer());
    if (!verify(body, request.headers)) return new Response(null, { status: 401 });
    const event = JSON.parse(new TextDecoder().decode(body));
    return new Response(null, { status: 204 });
  },
};"
            }
            Self::Lambda => {
                "export async function handler(event) {
  const body = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (!verify(body, event.headers)) return { statusCode: 401 };
  const data = JSON.parse(body);
  return { statusCode: 204 };
}"
            }
            Self::Flask => {
                "@app.post(\"/webhook\")
def webhook():
    body = request.get_data()
    if not verify(body, request.headers):
        return \"\", 401
    event = json.loads(body)
    return \"\", 204"
            }
            Self::Django => {
                "@csrf_exempt
@require_POST
def webhook(request):
    if not verify(request.body, request.headers):
        return HttpResponse(status=401)
    event = json.loads(request.body)
    return HttpResponse(status=204)"
            }
            Self::FastApi => {
                "@app.post(\"/webhook\", status_code=204)
async def webhook(request: Request):
    body = await request.body()
    if not verify(body, request.headers):
        raise HTTPException(401)
    event = json.loads(body)"
            }
            Self::Rails => {
                "class WebhooksController < ActionController::API
  def create
    body = request.raw_post
    return head :unauthorized unless verify(body, request.headers)
    event = JSON.parse(body)
    head :no_content
  end
end"
            }
            Self::Laravel => {
                "// routes/api.php
Route::post('/webhook', function (Request $request) {
    $body = $request->getContent();
    abort_unless(verify($body, $request->headers), 401);
    $event = json_decode($body, true);
    return response()->noContent();
});"
            }
            Self::Spring => {
                "@PostMapping(\"/webhook\")
ResponseEntity<Void> receive(@RequestBody byte[] body, @RequestHeader HttpHeaders headers) throws IOException {
    if (!verify(body, headers)) return ResponseEntity.status(401).build();
    JsonNode event = objectMapper.readTree(body);
    return ResponseEntity.noContent().build();
}"
            }
            Self::AspNet => {
                "[HttpPost(\"/webhook\")]
public async Task<IActionResult> Receive()
{
    Request.EnableBuffering();
    using var copy = new MemoryStream();
    await Request.Body.CopyToAsync(copy);
    byte[] body = copy.ToArray();
    if (!Verify(body, Request.Headers)) return Unauthorized();
    using var document = JsonDocument.Parse(body);
    return NoContent();
}"
            }
            Self::Go => {
                "http.HandleFunc(\"/webhook\", func(w http.ResponseWriter, r *http.Request) {
\tbody, err := io.ReadAll(r.Body)
\tif err != nil || !verify(body, r.Header) {
\t\tw.WriteHeader(http.StatusUnauthorized)
\t\treturn
\t}
\tvar event map[string]any
\terr = json.Unmarshal(body, &event)
\tw.WriteHeader(http.StatusNoContent)
})"
            }
            Self::Axum => {
                "async fn webhook(headers: HeaderMap, body: Bytes) -> StatusCode {
    if !verify(&body, &headers) {
        return StatusCode::UNAUTHORIZED;
    }
    let event: Result<serde_json::Value, _> = serde_json::from_slice(&body);
    StatusCode::NO_CONTENT
}"
            }
            Self::Firebase => {
                "export const webhook = onRequest((req, res) => {
  if (!verify(req.rawBody, req.headers)) return res.sendStatus(401);
  const event = JSON.parse(req.rawBody);
  res.sendStatus(204);
});"
            }
            Self::Azure => {
                "app.http('webhook', {
  methods: ['POST'],
  handler: async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    if (!verify(body, request.headers)) return { status: 401 };
    const event = JSON.parse(new TextDecoder().decode(body));
    return { status: 204 };
  },
});"
            }
            Self::Elysia => {
                "app.post('/webhook', async ({ request }) => {
  const body = new Uint8Array(await request.arrayBuffer());
  if (!verify(body, request.headers)) return new Response(null, { status: 401 });
  const event = JSON.parse(new TextDecoder().decode(body));
  return new Response(null, { status: 204 });
}, { parse: 'none' });"
            }
            Self::Bun => {
                "Bun.serve({
  async fetch(request) {
    const body = new Uint8Array(await request.arrayBuffer());
    if (!verify(body, request.headers)) return new Response(null, { status: 401 });
    const event = JSON.parse(new TextDecoder().decode(body));
    return new Response(null, { status: 204 });
  },
});"
            }
            Self::Deno => {
                "Deno.serve(async (request) => {
  const body = await request.bytes();
  if (!verify(body, request.headers)) return new Response(null, { status: 401 });
  const event = JSON.parse(new TextDecoder().decode(body));
  return new Response(null, { status: 204 });
});"
            }
            Self::SvelteKit => {
                "// src/routes/webhook/+server.js
export async function POST({ request }) {
  const body = new Uint8Array(await request.arrayBuffer());
  if (!verify(body, request.headers)) return new Response(null, { status: 401 });
  const event = JSON.parse(new TextDecoder().decode(body));
  return new Response(null, { status: 204 });
}"
            }
            Self::Nuxt => {
                "// server/api/webhook.post.js
export default defineEventHandler(async (event) => {
  const body = await readRawBody(event, false);
  if (!verify(body, event.headers)) throw createError({ statusCode: 401 });
  const data = JSON.parse(body);
  return sendNoContent(event);
});"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_does_what_the_recipe_says() {
        for (id, title) in Framework::all() {
            let framework = Framework::find(id).unwrap();
            let code = framework.raw_body_code();
            let recipe = framework.recipe().unwrap().raw_body;
            let mut named = recipe.split('`').skip(1).step_by(2);
            assert!(named.any(|name| code.contains(name)), "{title}: {recipe}");
            assert!(
                code.contains("erify(") && (code.contains("401") || code.to_lowercase().contains("unauthorized")),
                "{title}"
            );
            let lines = code.lines().map(|line| line.chars().count());
            assert!(lines.max().unwrap_or_default() <= 112, "{title}");
        }
    }
}
