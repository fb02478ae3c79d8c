// Two mistakes at once. Each alone is one, which is checked when the case is made.

import * as body from './break-body.mjs';
import * as scheme from './break-scheme.mjs';
import * as secret from './break-secret.mjs';
import * as signature from './break-signature.mjs';
import * as text from './break-text.mjs';
import * as time from './break-time.mjs';
import * as url from './break-url.mjs';
import * as wrapped from './break-wrapped.mjs';

// Addresses that are changed in two ways: each is an edit of what was signed.
const SIGNED = 'https://in.example.org/hooks/in?site=New%20York&zone=b&area=a';
const edit = (code, how, change, headers = {}) => ({
  code,
  how,
  options: { url: SIGNED, around: 'bare' },
  change: (d) => ({ url: change(d.url), headers: [...d.headers, ...Object.entries(headers)] }),
});
const toHttp = edit('url_scheme', 'TLS ends at the proxy', (address) => address.replace('https:', 'http:'), {
  'X-Forwarded-Proto': 'https',
});
const toHttpSilent = edit('url_scheme', 'TLS ends at a proxy that says nothing', (address) =>
  address.replace('https:', 'http:'),
);
const slash = edit('url_trailing_slash', 'a rule adds the last slash', (address) => address.replace('/in?', '/in/?'));
const sorted = edit('url_query_order', 'the framework sorts the query', (address) => {
  const [path, query] = address.split('?');
  return `${path}?${query.split('&').sort().join('&')}`;
});
const plus = edit('url_query_encoding', 'the framework writes spaces of the query as +', (address) =>
  address.replaceAll('%20', '+'),
);
const port = edit('url_port', 'the process listens on 8080', (address) => address.replace('.org/', '.org:8080/'));
const host = edit(
  'url_host',
  'the server sees its internal name',
  (address) => address.replace('in.example.org', 'app.internal.example'),
  { 'X-Forwarded-Host': 'in.example.org' },
);
const prefix = edit('url_path', 'the ingress strips the prefix', (address) => address.replace('/hooks/in', '/in'), {
  'X-Forwarded-Prefix': '/hooks',
});

export function pairCases(add) {
  for (const [first, second, specs] of [
    // Secret and body.
    [
      secret.lineFeed,
      body.reformatted,
      [
        'sentry/hmac style=pythonUtf8',
        'asana/hmac style=pretty2',
        'mux/hmac style=tight length=false',
        'slack/v0 kind=chat style=pretty2',
      ],
    ],
    [
      secret.quoted,
      body.reformatted,
      [
        'stripe/v1 kind=stripe',
        'webflow/hmac style=pretty4',
        'docusign/hmac style=tabs',
        'shopify/hmac kind=user style=pretty2',
      ],
    ],
    [secret.blankBefore, body.toPython, ['calendly/hmac', 'xero/hmac']],
    [secret.lineFeed, text.crlf, ['grafana/hmac', 'bitbucket/sha256']],
    [secret.quoted, text.bom, ['linear/hmac', 'quickbooks/hmac', 'svix/v1']],
    [secret.lineFeed, text.newlineAdded, ['github/sha256', 'line/hmac', 'lark/sha256']],
    [secret.blankBefore, text.newlineLost, ['pusher/hmac', 'launchdarkly/hmac']],
    [secret.quoted, wrapped.inBase64, ['paddle/h1', 'box/hmac', 'anthropic/v1']],
    [secret.lineFeed, body.asciiOnly, ['viber/hmac', 'zendesk/hmac']],
    [secret.quoted, body.slashesLost, ['razorpay/hmac', 'lemon-squeezy/hmac']],
    [secret.lineFeed, body.htmlLost, ['launchdarkly/hmac', 'stream/hmac']],
    [secret.lineFeed, wrapped.latin1, ['cal-com/hmac', 'cronofy/hmac']],
    [secret.lineFeed, wrapped.gateway, ['notion/hmac', 'typeform/sha256']],
    [secret.lineFeed, text.percent, ['complycube/hmac']],
    [
      secret.old,
      body.reformatted,
      [
        'onfido/hmac style=pretty2',
        'openai/v1 style=pythonUtf8',
        'twitch/hmac style=tabs',
        'kontent-ai/hmac style=pretty4',
      ],
    ],
    [
      secret.elsewhere,
      body.reformatted,
      ['mollie/hmac style=pretty2', 'clerk/v1 style=pythonUtf8', 'revolut/v1 style=tight'],
    ],
    [secret.old, text.newlineAdded, ['well/signature', 'knock/hmac', 'telnyx/ed25519']],
    [secret.elsewhere, text.bom, ['airwallex/hmac', 'persona/v1']],
    [secret.elsewhere, wrapped.inBase64, ['circleci/v1', 'resend/v1']],
    [secret.prefixCut, body.reformatted, ['imagekit/hmac style=pretty2', 'stripe/v1 kind=stripe length=false']],
    [secret.assignment, text.bom, ['clickup/hmac', 'hookdeck/hmac']],
    [secret.upper, text.newlineAdded, ['hocuspocus/hmac', 'crisp/hmac']],
    // Two changes of the body.
    [
      body.reformatted,
      text.bom,
      ['asana/hmac style=pretty2', 'openai/v1 style=pythonUtf8', 'hookdeck/hmac style=tabs'],
    ],
    [text.crlf, text.bom, ['twitch/hmac', 'viber/hmac']],
    // With the clock.
    [
      body.reformatted,
      time.late,
      ['hook0/v0 style=pretty2', 'lithic/v1 style=pythonUtf8', 'stripe/v1 kind=stripe', 'webflow/hmac style=tabs'],
    ],
    [text.crlf, time.oneHour, ['mux/hmac', 'elevenlabs/hmac']],
    [text.newlineLost, time.late, ['convoy/advanced', 'dodo-payments/v1']],
    [text.bom, time.late, ['lovable/hmac', 'scalekit/v1']],
    [wrapped.inBase64, time.late, ['slack/v0', 'workos/hmac', 'portone/v1']],
    [wrapped.twice, time.oneHour, ['knock/hmac', 'replicate/v1']],
    [secret.lineFeed, time.late, ['workos/hmac', 'slack/v0', 'polar/v1']],
    [secret.quoted, time.oneHour, ['elevenlabs/hmac', 'gitlab/v1', 'box/hmac']],
    [secret.old, time.late, ['mux/hmac', 'supabase/v1', 'retell/hmac']],
    [secret.elsewhere, time.late, ['stripe/v1', 'liveblocks/v1', 'paddle/h1']],
    [secret.assignment, time.late, ['convoy/advanced', 'seam/v1']],
    // With the header.
    [
      signature.cgi,
      body.reformatted,
      ['asana/hmac style=pretty2', 'zoom/v0 style=pythonUtf8', 'woocommerce/hmac style=phpPretty'],
    ],
    [signature.cgi, secret.lineFeed, ['mux/hmac', 'typeform/sha256', 'aftership/as-signature']],
    [signature.cgi, secret.quoted, ['calendly/hmac', 'meta/sha256']],
    [signature.cgi, time.late, ['anthropic/v1', 'slack/v0']],
    [signature.inQuotes, secret.lineFeed, ['gocardless/hmac', 'xero/hmac']],
    [signature.noPadding, secret.quoted, ['line/hmac', 'cashfree/hmac']],
    [signature.noPadding, text.newlineAdded, ['kontent-ai/hmac', 'quickbooks/hmac']],
    [signature.percent, time.late, ['stripe/v1', 'hook0/v0']],
    [signature.noPrefix, body.reformatted, ['github/sha256 style=pretty2', 'cursor/hmac style=pythonUtf8']],
    [signature.noPrefix, secret.lineFeed, ['doppler/hmac', 'x/hmac']],
    [signature.addedPrefix, text.newlineAdded, ['sentry/hmac', 'coinbase-commerce/hmac']],
    // With what the sender did.
    [scheme.inBase64, secret.lineFeed, ['asana/hmac', 'clickup/hmac']],
    [scheme.inHex, secret.quoted, ['line/hmac', 'docusign/hmac']],
    [scheme.inBase64, text.newlineAdded, ['cal-com/hmac', 'notion/hmac']],
    [scheme.sha512, secret.lineFeed, ['well/signature', 'sentry/hmac']],
    [scheme.sha1, text.newlineAdded, ['onfido/hmac', 'hookdeck/hmac']],
    [scheme.secretFirst, text.newlineAdded, ['vercel/hmac', 'viber/hmac']],
    // With the address.
    [url.http, secret.lineFeed, ['square/sha256', 'trello/hmac', 'twilio/sha1']],
    [url.host, secret.quoted, ['mandrill/hmac', 'square/sha256', 'hubspot/v3']],
    [url.order3, secret.lineFeed, ['twilio/sha1', 'trello/hmac']],
    [
      url.http,
      body.reformatted,
      ['trello/hmac style=pythonUtf8', 'square/sha256 style=pretty2', 'hubspot/v3 style=pretty2'],
    ],
    [url.host, text.newlineAdded, ['square/sha256', 'trello/hmac']],
    [url.http, text.bom, ['hubspot/v3', 'square/sha256']],
    [url.http, secret.old, ['twilio/sha1', 'mandrill/hmac']],
    [url.http, secret.elsewhere, ['square/sha256', 'hubspot/v3']],
    [url.http, time.late, ['hubspot/v3', 'hubspot/v3 length=false']],
    [url.host, time.oneHour, ['hubspot/v3']],
    [toHttp, sorted, ['square/sha256', 'twilio/sha1']],
    [toHttpSilent, slash, ['trello/hmac', 'mandrill/hmac']],
    [toHttp, port, ['square/sha256', 'trello/hmac']],
    [sorted, plus, ['twilio/sha1', 'square/sha256', 'trello/hmac', 'mandrill/hmac']],
    [toHttp, plus, ['mandrill/hmac', 'square/sha256']],
    [host, sorted, ['twilio/sha1', 'square/sha256']],
    [host, prefix, ['trello/hmac', 'twilio/sha1']],
    [sorted, slash, ['square/sha256']],
  ])
    for (const spec of specs) add.broken(spec, [first, second]);
}
