// The sender signs the address that it posts to; the receiver sees another one.

import { form } from '../serialize.mjs';

/** One mistake: the address that is signed, and the one that the receiver has. `headers` are further headers. */
const url = (code, how, signed, seen, headers = {}, more = {}) => ({
  code,
  how,
  options: { url: signed, host: new URL(seen).host, around: 'bare', extra: Object.entries(headers), ...more.options },
  change: (d) => ({ url: d.url.includes('bodySHA256') ? seen + d.url.slice(signed.length) : seen }),
  ...(more.framework && { framework: more.framework }),
  ...(more.accept && { accept: more.accept }),
});
const H = 'https://in.example.org';

export const http = url(
  'url_scheme',
  'TLS ends at the proxy',
  `${H}/hooks`,
  'http://in.example.org/hooks',
  { 'X-Forwarded-Proto': 'https' },
  { framework: 'django' },
);
const httpSilent = url(
  'url_scheme',
  'TLS ends at a load balancer that says nothing',
  `${H}/a/b?x=1`,
  'http://in.example.org/a/b?x=1',
  {},
  { framework: 'rails' },
);
const https = url(
  'url_scheme',
  'http was registered, and the receiver builds https',
  'http://in.example.org/hooks',
  `${H}/hooks`,
);
export const host = url(
  'url_host',
  'the server sees its internal name',
  `${H}/hooks/1`,
  'https://web-7c.internal.example/hooks/1',
  { 'X-Forwarded-Host': 'in.example.org' },
  { framework: 'express' },
);
const tunnel = url(
  'url_host',
  'a tunnel posts to localhost',
  'https://quiet-fox-12.trycloudflare.example/in',
  'http://localhost:8787/in',
  { 'X-Forwarded-Host': 'quiet-fox-12.trycloudflare.example', 'X-Forwarded-Proto': 'https' },
  { accept: ['url_scheme', 'url_port'] },
);
const forwardedHost = url('url_host', 'Forwarded tells the public name', `${H}/in?p=2`, 'https://svc/in?p=2', {
  Forwarded: 'for=203.0.113.4;host=in.example.org;proto=https',
});
const www = url(
  'url_host',
  'www. was dropped by a redirect rule',
  'https://www.harbor.example/in',
  'https://harbor.example/in',
  { 'X-Original-Host': 'www.harbor.example' },
);
const port = url('url_port', 'the process listens on 8080', `${H}/hooks`, `${H}:8080/hooks`, {
  'X-Forwarded-Port': '443',
});
const portLost = url(
  'url_port',
  'the port of the address is not in the name of the server',
  `${H}:9443/hooks`,
  `${H}/hooks`,
  { 'X-Forwarded-Port': '9443' },
);
const portNext = url('url_port', 'Docker maps 8443 to 443', `${H}:8443/in`, `${H}/in`, {
  'X-Forwarded-Host': 'in.example.org:8443',
});
const prefix = url(
  'url_path',
  'the ingress strips the prefix',
  `${H}/shop/hooks/9`,
  `${H}/hooks/9`,
  { 'X-Forwarded-Prefix': '/shop' },
  { framework: 'spring' },
);
const originalUri = url('url_path', 'a router replaced the path', `${H}/v3/receive`, `${H}/index.php`, {
  'X-Original-URI': '/v3/receive',
});
const stage = url(
  'url_path',
  'the path of the function has the stage',
  `${H}/receive`,
  `${H}/live/receive`,
  {},
  { framework: 'lambda' },
);
const doubleSlash = url('url_path', 'base and path were joined with two slashes', `${H}/hooks/in`, `${H}//hooks/in`);
const mounted = url(
  'url_path',
  'req.url behind app.use has no mount path',
  `${H}/api/hooks/in`,
  `${H}/in`,
  {},
  { framework: 'express', accept: ['unknown'] },
);
const slashAdded = url('url_trailing_slash', 'a rule adds the last slash', `${H}/receive`, `${H}/receive/`);
const slashCut = url('url_trailing_slash', 'the router cuts the last slash', `${H}/receive/?s=1`, `${H}/receive?s=1`);
export const order3 = url(
  'url_query_order',
  'the framework sorts the query',
  `${H}/in?tenant=9&b=2&flow=x`,
  `${H}/in?b=2&flow=x&tenant=9`,
  {},
  { framework: 'laravel' },
);
const order6 = url(
  'url_query_order',
  'six parameters, sorted by the framework',
  `${H}/in?z=1&kind=a&tenant=9&b=2&page=4&flow=x`,
  `${H}/in?b=2&flow=x&kind=a&page=4&tenant=9&z=1`,
);
const order5 = url(
  'url_query_order',
  'a map gave five parameters in another order',
  `${H}/in?a=1&b=2&c=3&d=4&e=5`,
  `${H}/in?c=3&e=5&a=1&d=4&b=2`,
);
const registered = url(
  'url_query_order',
  'the sender sorts the query of the registered address before it signs',
  `${H}/sms?agent=7&zone=eu`,
  `${H}/sms?zone=eu&agent=7`,
);
const repeatedKeys = url(
  'url_query_order',
  'parameters of one name were brought together',
  `${H}/in?tag=a&x=1&tag=b`,
  `${H}/in?tag=a&tag=b&x=1`,
);
const plus = url(
  'url_query_encoding',
  '%20 was written as + by the framework',
  `${H}/in?site=New%20York`,
  `${H}/in?site=New+York`,
);
const plusBack = url(
  'url_query_encoding',
  '+ was written as %20 by new URLSearchParams',
  `${H}/in?site=New+York&n=1`,
  `${H}/in?site=New%20York&n=1`,
);
const apostrophe = url('url_query_encoding', "' was written as %27", `${H}/in?who=O'Neil`, `${H}/in?who=O%27Neil`);
const lowerHex = url(
  'url_query_encoding',
  'escapes in lower case',
  `${H}/in?u=https%3A%2F%2Fa.example`,
  `${H}/in?u=https%3a%2f%2fa.example`,
);
const decoded = url(
  'url_query_encoding',
  'the query was decoded by the gateway',
  `${H}/in?town=Besan%C3%A7on&k=a%2Cb`,
  `${H}/in?town=Besançon&k=a,b`,
);
const encodedTwice = url(
  'url_query_encoding',
  'the query was encoded twice',
  `${H}/in?town=Le%20Mans`,
  `${H}/in?town=Le%2520Mans`,
);
const comma = url('url_query_encoding', 'commas were written as %2C', `${H}/in?ids=4,5,6`, `${H}/in?ids=4%2C5%2C6`);
const noQuery = url(
  'url_query_missing',
  'the path alone was passed',
  `${H}/in?tenant=82`,
  `${H}/in`,
  { 'X-Original-URI': '/in?tenant=82' },
  { framework: 'express' },
);
const noQuerySilent = url(
  'url_query_missing',
  'the path alone was passed, and nothing has the query',
  `${H}/in?k=9f3a7c`,
  `${H}/in`,
  {},
  { accept: ['unknown'] },
);
const added = url('url_query_missing', 'a CDN added utm_source', `${H}/in?a=1`, `${H}/in?a=1&utm_source=hook`);
const stripped = url(
  'url_query_missing',
  'the router added its own parameter at the end',
  `${H}/in?a=1&b=2`,
  `${H}/in?a=1&b=2&slug=in`,
);
const onlyAdded = url('url_query_missing', 'a rewrite rule adds q=', `${H}/in`, `${H}/in?q=in`);
const fragment = url(
  'url_fragment',
  'a fragment was registered and is signed; no request has one',
  `${H}/in#prod`,
  `${H}/in`,
  {},
  { accept: ['unknown'] },
);
const fragmentSeen = url('url_fragment', 'the receiver builds the address with a fragment', `${H}/in`, `${H}/in#hooks`);
const fragmentQuery = url(
  'url_fragment',
  'the receiver builds the address with the fragment of a settings page',
  `${H}/in?a=1`,
  `${H}/in?a=1#settings`,
);
const credentials = (user, password) =>
  url(
    'url_fragment',
    'user and password are a part of the signed address, and came as Authorization',
    `https://${user}:${password}@in.example.org/in`,
    `${H}/in`,
    { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
  );
const withUser = credentials('hook', 's3same');
const withOther = credentials('relay', 'open-door');
const userSeen = url(
  'url_fragment',
  'the receiver builds the address with user and password, which are not signed',
  `${H}/in`,
  'https://hook:s3same@in.example.org/in',
);

const none = (how, more) => ({ code: 'url_missing', how, change: () => ({ url: null }), ...more });
const noUrl = none('no address was passed');
const relative = {
  code: 'url_missing',
  how: 'the path was passed without host',
  change: (d) => ({ url: new URL(d.url).pathname }),
  accept: ['url_host', 'url_scheme', 'url_path'],
  framework: 'express',
};
const method = (signed, seen, how) => ({
  code: 'method_other',
  how,
  options: { method: signed },
  change: () => ({ method: seen }),
});
const methodPut = method('PUT', 'POST', 'the gateway turns PUT into POST');
const methodPost = method('POST', 'GET', 'the receiver always passes GET');
const methodPatch = method('POST', 'PATCH', '_method in the query overrides the method');
const methodDelete = method('DELETE', 'POST', 'a queue replays everything as POST');

/** HubSpot sends v1 next to v3: it matches, so secret and body are right, and only address, method or time can be wrong. */
const withV1 = (mistake, accept) => ({
  ...mistake,
  how: `${mistake.how}; X-HubSpot-Signature (v1) is there and matches, so it is not the secret`,
  accept: [...(mistake.accept ?? []), ...accept],
  change: (d) => ({
    ...mistake.change(d),
    headers: [
      ...d.headers,
      [
        'X-HubSpot-Signature',
        d.signWith({ algorithm: 'sha256', content: '{secret}{body}', signature: { encoding: 'hex' } }),
      ],
    ],
  }),
});
const anyUrl = ['url_host', 'url_path', 'url_scheme', 'url_port', 'url_query_missing', 'method_other'];
const hidden = url(
  'url_host',
  'the public host cannot be guessed',
  'https://crm-hooks.harbor.example/in',
  'https://10.2.0.7/in',
);
const hiddenPath = url('url_path', 'the public path cannot be guessed', `${H}/tenants/41/in`, `${H}/internal`);
const hiddenQuery = url('url_query_missing', 'the query was removed', `${H}/in?portal=83`, `${H}/in`);

const signatureGone = {
  code: 'url_query_missing',
  how: 'the query, in which the signature is, was cut off',
  change: (d) => ({ url: d.url.split('?')[0] }),
  accept: ['header_missing', 'url_missing'],
};
const memberGone = {
  code: 'header_missing',
  how: 'the class of the receiver does not know signature.signature, and it is not in the body',
  change: (d) => {
    const { signature, ...rest } = JSON.parse(d.body.toString());
    const { signature: _, ...others } = signature;
    return { body: Buffer.from(JSON.stringify({ signature: others, ...rest })) };
  },
  accept: ['signature_malformed', 'body_values_lost'],
};
const rebuilt = url(
  'url_query_order',
  'Symfony sorts the query and writes it in its own way',
  `${H}/in?x=1&city=a%20b`,
  `${H}/in?city=a%20b&x=1`,
  {},
  { framework: 'laravel' },
);
const repost = {
  code: 'body_values_lost',
  how: 'the form was written again with %20 for spaces and without its empty fields: what is signed are names and values, and the empty one is lost',
  options: { kind: 'form' },
  change: (d) => ({ body: Buffer.from(form(d.pairs.filter(([name]) => name !== 'ProfileName'))) }),
  accept: ['body_urlencoded', 'body_truncated'],
  lossy: true,
};

export function urlCases(single) {
  for (const [mistake, specs] of [
    [http, ['trello/hmac framework=fastify', 'mandrill/hmac', 'square/sha256 framework=aspnet']],
    [httpSilent, ['twilio/sha1', 'hubspot/v3', 'trello/hmac']],
    [https, ['square/sha256']],
    [host, ['trello/hmac framework=nest', 'twilio/sha1', 'mandrill/hmac framework=axum']],
    [tunnel, ['square/sha256', 'hubspot/v3']],
    [forwardedHost, ['trello/hmac']],
    [www, ['mandrill/hmac']],
    [port, ['square/sha256', 'trello/hmac', 'hubspot/v3']],
    [portLost, ['mandrill/hmac', 'twilio/sha1']],
    [portNext, ['hubspot/v3']],
    [prefix, ['trello/hmac', 'hubspot/v3 framework=go']],
    [originalUri, ['square/sha256', 'mandrill/hmac']],
    [stage, ['trello/hmac', 'twilio/sha1']],
    [doubleSlash, ['square/sha256', 'mandrill/hmac', 'hubspot/v3']],
    [mounted, ['trello/hmac', 'hubspot/v3 framework=koa']],
    [slashAdded, ['trello/hmac', 'mandrill/hmac', 'square/sha256']],
    [slashCut, ['hubspot/v3', 'twilio/sha1']],
    [order3, ['square/sha256', 'mandrill/hmac']],
    [order6, ['twilio/sha1', 'trello/hmac', 'square/sha256']],
    [order5, ['hubspot/v3']],
    [registered, ['twilio/sha1']],
    [repeatedKeys, ['trello/hmac']],
    [rebuilt, ['mandrill/hmac']],
    [plus, ['square/sha256', 'twilio/sha1']],
    [plusBack, ['mandrill/hmac', 'trello/hmac']],
    [apostrophe, ['twilio/sha1', 'trello/hmac']],
    [lowerHex, ['square/sha256', 'mandrill/hmac']],
    [decoded, ['trello/hmac', 'square/sha256']],
    [encodedTwice, ['mandrill/hmac']],
    [comma, ['twilio/sha1']],
    [noQuery, ['twilio/sha1', 'square/sha256', 'trello/hmac']],
    [noQuerySilent, ['mandrill/hmac']],
    [added, ['twilio/sha1', 'hubspot/v3']],
    [stripped, ['square/sha256', 'mandrill/hmac']],
    [onlyAdded, ['trello/hmac']],
    [fragment, ['twilio/sha1', 'square/sha256']],
    [fragmentSeen, ['trello/hmac', 'mandrill/hmac']],
    [fragmentQuery, ['hubspot/v3']],
    [withUser, ['twilio/sha1', 'mandrill/hmac']],
    [withOther, ['trello/hmac']],
    [userSeen, ['square/sha256', 'twilio/sha1']],
    [noUrl, ['trello/hmac', 'mandrill/hmac', 'pandadoc/query', 'hubspot/v3', 'square/sha256']],
    [relative, ['twilio/sha1', 'square/sha256']],
    [methodPut, ['hubspot/v3']],
    [methodPost, ['hubspot/v3', 'hubspot/v3 flavour=wide']],
    [methodPatch, ['hubspot/v3']],
    [methodDelete, ['hubspot/v3']],
    [withV1(hidden, anyUrl), ['hubspot/v3', 'hubspot/v3 length=false']],
    [withV1(hiddenPath, anyUrl), ['hubspot/v3']],
    [withV1(hiddenQuery, anyUrl), ['hubspot/v3']],
    [withV1(methodPatch, anyUrl), ['hubspot/v3']],
    [withV1(methodDelete, anyUrl), ['hubspot/v3']],
    [withV1(order3, []), ['hubspot/v3']],
    [signatureGone, ['pandadoc/query', 'pandadoc/query length=false']],
    [memberGone, ['mailgun/body']],
    [repost, ['twilio/sha1']],
  ])
    single(mistake, specs);
}
