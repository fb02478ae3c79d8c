// What the senders send: made up, in the shape of the real thing. Each function takes a seeded source `r` and words `w`,
// so that one payload can be in plain ASCII, with accents, in Japanese or with marks that HTML would care about.

import { bodies as shops } from './bodies-of-shops.mjs';
import { bodies as tools } from './bodies-of-tools.mjs';
import { literal } from './serialize.mjs';

export const words = {
  ascii: {
    name: 'Jane Miller',
    company: 'Northwind Traders',
    city: 'Portland',
    page: 'orders/1042',
    note: 'Left with the neighbour, please ring twice',
  },
  latin: {
    name: 'Zoë Brontë',
    company: 'Café Crème',
    city: 'Málaga',
    page: 'commandes/1042',
    note: 'Déjà payé, à livrer avant midi',
  },
  // Letters whose bytes Windows-1252 and Latin-1 read differently.
  capitals: {
    name: 'Élise Groß',
    company: 'Çà et Là',
    city: 'Évry',
    page: 'commandes/1042',
    note: 'À livrer – 49,90 €',
  },
  wide: {
    name: '山田 太郎',
    company: '株式会社サンプル',
    city: '東京',
    page: 'orders/1042',
    note: '配達済み 🦀 またのご利用を',
  },
  html: {
    name: 'Tom & Ana',
    company: 'R&D <Labs>',
    city: 'Leeds',
    page: 'find?q=a&sort=up',
    note: 'if a < b && b > c then <b>stop</b>',
  },
};

const json = (style, value) => ({ type: 'application/json', style, value });
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

export const bodies = {
  ...shops,
  ...tools,
  standard: {
    contact: json('js', (r, w) => ({
      type: 'contact.created',
      timestamp: '2026-11-03T20:26:10.344522Z',
      data: {
        id: `ct_${r.hex(16)}`,
        name: w.name,
        company: w.company,
        address: { city: w.city, lines: [w.note], geo: [53.7965, -1.5478] },
        links: { self: `https://api.example.com/v1/contacts/${w.page}`, tags: [] },
        score: 0.75,
        consents: {},
      },
    })),
    batch: json('python', (r, w) => ({
      id: `evt_${r.hex(24)}`,
      object: 'event',
      created_at: r.int(1_781_000_000, 1_794_000_000),
      type: 'batch.completed',
      data: {
        id: `batch_${r.hex(24)}`,
        request_counts: { total: 120, completed: 118, failed: 2 },
        errors: times(2, (index) => ({
          line: 40 + index,
          code: 'invalid_value',
          message: `${w.note}: ${w.city}`,
          param: null,
        })),
        metadata: { owner: w.name, source: `https://files.example.com/${w.page}` },
        ratio: 0.9833,
      },
    })),
    thin: json('js', (r) => ({
      type: 'invoice.paid',
      timestamp: '2026-09-14T08:00:00Z',
      data: { id: `in_${r.hex(16)}` },
    })),
  },
  svix: {
    user: json('js', (r, w) => ({
      data: {
        birthday: '',
        created_at: r.int(1_781_000_000_000, 1_794_000_000_000),
        email_addresses: [
          {
            email_address: 'jane@example.org',
            id: `idn_${r.alnum(27)}`,
            linked_to: [],
            object: 'email_address',
            verification: { status: 'verified', strategy: 'ticket' },
          },
        ],
        external_accounts: [],
        first_name: w.name.split(' ')[0],
        gender: '',
        id: `user_${r.alnum(27)}`,
        image_url: `https://img.example.com/${w.page}`,
        last_name: w.name.split(' ')[1] ?? '',
        public_metadata: { city: w.city, note: w.note },
        two_factor_enabled: false,
        username: null,
      },
      instance_id: `ins_${r.alnum(8)}`,
      object: 'event',
      timestamp: r.int(1_781_000_000_000, 1_794_000_000_000),
      type: 'user.created',
    })),
    mail: json('js', (r, w) => ({
      type: 'email.bounced',
      created_at: '2026-10-22T23:41:12.126Z',
      data: {
        email_id: r.uuid(),
        from: `${w.company} <onboarding@example.dev>`,
        to: ['delivered@example.dev'],
        subject: w.note,
        bounce: { message: 'The recipient is on the suppression list', subType: 'Suppressed', type: 'Permanent' },
        tags: [{ name: 'category', value: 'confirm/email' }],
        headers: [],
      },
    })),
  },
  generic: {
    user: json('js', (r, w) => ({
      id: `evt_${r.hex(12)}`,
      type: 'user.created',
      created_at: '2026-08-15T12:30:00Z',
      data: {
        id: `user_${r.digits(6)}`,
        name: w.name,
        email: 'jane@example.com',
        city: w.city,
        profile: `https://example.com/u/${w.page}`,
        roles: [],
        status: 'active',
      },
    })),
    stock: json('go', (r, w) => ({
      event: 'stock.changed',
      sequence: r.int(10_000, 99_999),
      warehouse: { code: `W-${r.upper(4)}`, city: w.city, contact: w.name },
      items: times(5, () => ({
        sku: `SKU-${r.upper(6)}`,
        title: w.note,
        quantity: r.int(0, 400),
        price: r.int(1, 90) + 0.5,
        image: `https://cdn.example.com/${w.page}`,
        options: {},
      })),
      attempt: 1,
      test: false,
    })),
    // Numbers that a parser of JavaScript does not give back as they were.
    ledger: json('pythonUtf8', (r, w) => ({
      id: literal(`1844674407370${r.digits(7)}`),
      type: 'ledger.posted',
      holder: w.name,
      note: w.note,
      entries: times(6, () => ({
        amount: literal(`${r.int(1, 9000)}.${r.int(1, 9)}0`),
        rate: literal('1e-07'),
        delta: literal('-0.0'),
        account: literal(`90071992547${r.digits(8)}`),
      })),
    })),
    ping: json('js', (r) => ({ id: `evt_${r.hex(12)}`, type: 'ping', data: {} })),
  },
};

/** Bodies that are text with lines: no printer of JSON writes them as they stand. */
export const texts = {
  template: {
    type: 'application/json',
    text: (r, w) =>
      `{\n  "event": "order.paid",\n  "order": {"id": "${r.digits(8)}", "total": 49.90,\n            "city": "${w.city}"},\n` +
      `  "customer": { "name": "${w.name}" },\n\n  "lines": [1, 2,\n    3],\n  "note": "${w.note}"\n}`,
  },
  xml: {
    type: 'application/xml',
    text: (r, w) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<notification>\n  <id>${r.digits(9)}</id>\n  <kind>subscription.renewed</kind>\n` +
      `  <account name="${w.name}">\n    <city>${w.city}</city>\n  </account>\n</notification>\n`,
  },
  csv: {
    type: 'text/csv; charset=utf-8',
    text: (r, w) =>
      `id;name;city;amount\n${[1, 2, 3, 4].map(() => `${r.digits(6)};${w.name};${w.city};${r.int(1, 99)},50`).join('\n')}\n`,
  },
  lines: {
    type: 'application/x-ndjson',
    text: (r, w) => [1, 2, 3].map(() => `{"id":"${r.hex(8)}","city":"${w.city}","value":${r.int(1, 99)}}`).join('\n'),
  },
  plain: {
    type: 'text/plain',
    text: (r, w) => `build ${r.digits(5)} of ${w.company}: passed\nby ${w.name}\nin ${r.int(20, 300)} s`,
  },
};
