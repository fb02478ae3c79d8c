// What the senders send: made up. Each function takes a seeded source `r`, words `w` and the name of the event.

import { literal } from '../serialize.mjs';

const phrase = (who, firm, town, says) => ({ who, firm, town, says });

/** Each is a list, of which a delivery has one. */
export const words = {
  ascii: [
    phrase('Martin Okafor', 'Harbor Logistics', 'Duluth', 'Gate code changed, call from the lobby'),
    phrase('Priya Raman', 'Copper Kettle Co', 'Leith', 'Second box is missing; send it by Friday'),
    phrase('Sam Duarte', 'Blue Anchor Ltd', 'Salem', 'Paid in two parts, see the attached receipt'),
  ],
  latin: [
    phrase('Jürgen Muñoz', 'Boulangerie Élan', 'Besançon', 'Größe passt nicht, bitte zurück'),
    phrase('Åse Lindström', 'Fjällräven Bygg', 'Jönköping', 'Grinden är låst, ring på bjällran'),
    phrase('Inês Conceição', 'Pão & Café Irmãs', 'Évora', 'A encomenda não chegou até às três'),
    phrase('Łukasz Żak', 'Sklep Złota Rączka', 'Łódź', 'Proszę zostawić u sąsiadów'),
  ],
  // Letters whose bytes Windows-1252 and Latin-1 read differently.
  capitals: [
    phrase('Ágota Šimek', 'Œuvre & Fils', 'Übersee', 'Prix: 18 € – payé “comptant”'),
    phrase('Ñuño Àlvarez', 'Žižka s.r.o.', 'Évian', 'Solde 7 € … à régler'),
  ],
  wide: [
    phrase('김민준', '有限会社テスト', '札幌', '受け取りました 🎉 ありがとう'),
    phrase('李小龍', '株式会社あおぞら', '横浜', '明日の午後に届けてください 📦'),
  ],
  emoji: [
    phrase('Lena 🚲', 'Velo 🛠 Lab', 'Basel', 'Schlüssel 🔑 liegt bereit'),
    phrase('Omar 🌙', 'Café ☕ Sol', 'Cádiz', '¡Listo! 🎯 nos vemos'),
  ],
  html: [
    phrase('Kim & Lee', 'Q&A <Studio>', 'York', 'x < y && y > z: use <em>care</em>'),
    phrase('Dot & Sons', 'R<sup>2</sup> Works', 'Hull', 'if (a > b && c < d) then <i>stop</i>'),
  ],
};

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const day = (r) => `2026-${r.pick(['07', '08', '09'])}-${r.int(10, 28)}`;
const at = (r) => `${day(r)}T${r.int(10, 23)}:${r.int(10, 59)}:${r.int(10, 59)}Z`;

export const bodies = {
  tiny: (r, w, event) => ({ id: r.hex(10), event, link: `https://example.com/${r.alnum(5)}`, by: w.who }),
  payment: (r, w, event) => ({
    id: `ev_${r.alnum(18)}`,
    type: event,
    created: at(r),
    data: {
      reference: `INV-${r.digits(6)}`,
      amount: r.int(101, 99_998),
      currency: r.pick(['GBP', 'CHF', 'SEK']),
      fee_rate: 0.029,
      payer: { name: w.who, company: w.firm, town: w.town, vat: null },
      description: w.says,
      receipt: `https://pay.example.com/r/${r.alnum(10)}`,
      refunds: [],
      metadata: {},
      captured: true,
    },
    attempt: 1,
  }),
  order: (r, w, event) => ({
    id: r.int(4_000_000_000, 8_999_999_999),
    event,
    placed_at: at(r),
    customer: { first: w.who, town: w.town, tags: [] },
    note: w.says,
    items: times(3, () => ({
      sku: `${r.upper(3)}-${r.digits(5)}`,
      title: w.firm,
      qty: r.int(1, 9),
      weight: r.int(1, 9) + 0.25,
      image: `https://img.example.com/p/${r.hex(8)}`,
      options: {},
    })),
    total: `${r.int(20, 900)}.50`,
    cancelled: false,
    coupon: null,
  }),
  user: (r, w, event) => ({
    event,
    id: r.uuid(),
    occurred: at(r),
    person: {
      uid: `usr_${r.alnum(14)}`,
      display_name: w.who,
      organization: w.firm,
      avatar: `https://cdn.example.com/a/${r.hex(12)}`,
      address: { town: w.town, lines: [w.says], zip: r.digits(5) },
      groups: [],
      verified: true,
      manager: null,
    },
    score: 0.875,
    flags: {},
  }),
  chat: (r, w, event) => ({
    type: event,
    channel: `C${r.upper(9)}`,
    sent: at(r),
    message: {
      id: r.digits(16),
      from: w.who,
      text: `${w.says} (${w.town})`,
      attachments: [],
      thread: null,
      preview: `https://chat.example.com/m/${r.alnum(7)}`,
    },
    members: times(2, () => ({ id: `U${r.upper(8)}`, muted: false })),
    seq: r.int(10, 9000),
  }),
  repo: (r, w, event) => ({
    action: event,
    project: { id: r.int(1000, 99_999), path: `acme/${r.hex(5)}`, url: `https://git.example.com/acme/${r.hex(5)}` },
    commit: { sha: r.hex(40), author: w.who, message: `${w.says}\n\nSigned-off-by: ${w.firm}`, files: [] },
    status: r.pick(['passed', 'failed', 'running']),
    duration: r.int(2, 900) + 0.5,
    variables: {},
    ref: 'refs/heads/main',
    tag: null,
  }),
  file: (r, w, event) => ({
    id: `f_${r.alnum(20)}`,
    event,
    created_at: at(r),
    file: {
      name: `${w.town} report.pdf`,
      owner: w.who,
      size: r.int(2000, 9_000_000),
      url: `https://files.example.com/d/${r.hex(16)}`,
      labels: [w.firm],
      versions: [],
      parent: null,
    },
    comment: w.says,
    ratio: 1.7778,
    meta: {},
  }),
  call: (r, w, event) => ({
    event,
    payload: {
      id: r.digits(11),
      topic: w.says,
      host: { name: w.who, company: w.firm },
      starts: at(r),
      minutes: r.int(10, 90),
      join: `https://meet.example.com/j/${r.digits(10)}`,
      guests: [],
      place: w.town,
      quality: 4.5,
      recording: null,
    },
    event_ts: r.int(1_784_000_000_000, 1_789_000_000_000),
  }),
  ticket: (r, w, event) => ({
    event,
    ticket: {
      id: r.int(1000, 99_999),
      subject: w.says,
      requester: { name: w.who, organization: w.firm },
      url: `https://help.example.com/t/${r.digits(5)}`,
      priority: null,
      tags: [],
      custom: { town: w.town, effort: 2.5 },
    },
    history: times(2, (index) => ({ at: at(r), field: index === 0 ? 'state' : 'owner', to: w.who })),
    account: r.hex(8),
  }),
  batch: (r, w, event) =>
    times(3, (index) => ({
      eventId: r.int(10_000_000, 99_999_999),
      kind: event,
      position: index,
      occurredAt: r.int(1_784_000_000_000, 1_789_000_000_000),
      value: `${w.who}, ${w.town}`,
      note: w.says,
      link: `https://crm.example.com/o/${r.digits(6)}`,
      extra: {},
      source: null,
    })),
  incident: (r, w, event) => ({
    status: event,
    receiver: w.firm,
    alerts: times(2, () => ({
      name: w.says,
      labels: { severity: 'high', site: w.town },
      value: r.int(1, 99) + 0.125,
      startsAt: at(r),
      generatorURL: `https://mon.example.com/g/${r.alnum(9)}`,
      silenced: [],
    })),
    assignee: w.who,
    annotations: {},
    truncated: 0,
    parent: null,
  }),
  linear: (r, w, event, now) => ({
    action: 'update',
    type: event,
    createdAt: at(r),
    data: {
      id: r.uuid(),
      title: w.says,
      assignee: { name: w.who },
      url: `https://linear.example.com/i/${r.digits(3)}`,
      labels: [],
    },
    organization: w.firm,
    webhookTimestamp: now,
  }),
  stripe: (r, w, event) => ({
    id: `evt_${r.alnum(24)}`,
    object: 'event',
    created: r.int(1_784_000_000, 1_789_000_000),
    data: {
      object: {
        id: `in_${r.alnum(24)}`,
        object: 'invoice',
        account_name: w.firm,
        amount_due: r.int(900, 80_000),
        automatic_tax: { enabled: true, liability: { type: 'self' }, provider: {} },
        customer_name: w.who,
        customer_tax_ids: [],
        default_tax_rates: [],
        description: w.says,
        hosted_invoice_url: `https://invoice.example.com/i/${r.alnum(16)}`,
        lines: { object: 'list', data: [{ id: `il_${r.alnum(20)}`, discounts: [], metadata: {}, quantity: 2 }] },
        metadata: {},
        shipping_details: { town: w.town, carrier: null },
      },
    },
    livemode: true,
    request: { id: null, idempotency_key: null },
    type: event,
  }),
  bulk: (r, w, event) =>
    times(150, (index) => ({
      id: r.hex(24),
      index,
      event,
      at: at(r),
      who: w.who,
      note: w.says,
      ratio: r.int(1, 9) + 0.5,
      link: `https://bulk.example.com/${r.hex(8)}`,
      tags: [],
    })),
  // Numbers whose text a parser shortens, and whose value it keeps.
  meter: (r, w, event) => ({
    event,
    device: r.hex(12),
    site: w.town,
    readings: times(4, () => ({ at: at(r), load: literal(`${r.int(100, 180)}.0`), drift: literal('0.0') })),
    gain: literal('1.50'),
    note: w.says,
    link: `https://meters.example.com/d/${r.digits(6)}`,
  }),
  // Values that a parser does not give back as they were.
  ledger: (r, w, event) => ({
    id: literal(`9${r.digits(18)}`),
    event,
    booked_on: `${day(r)}T08:30:00-05:00`,
    owner: w.who,
    town: w.town,
    memo: '',
    nickname: ` ${w.firm} `,
    lines: times(2, () => ({ net: literal(`${r.int(10, 900)}.${r.int(1, 9)}0`), units: literal(`${r.int(2, 40)}.0`) })),
    balance: literal(`${r.int(100, 9000)}.00`),
    parent: null,
    settings: {},
    link: `https://ledger.example.com/b/${r.digits(4)}`,
    active: true,
  }),
};

/** Forms: lists of pairs. */
export const forms = {
  form: (r, w) => [
    ['MessageSid', `SM${r.hex(32)}`],
    ['AccountSid', `AC${r.hex(32)}`],
    ['From', `+4670${r.digits(7)}`],
    ['To', `+4673${r.digits(7)}`],
    ['Body', `${w.says} * (${r.digits(2)})`],
    ['ProfileName', w.who],
    ['FromCity', w.town],
    ['ForwardedFrom', ''],
    ['MediaUrl', `https://media.example.com/${r.alnum(6)}`],
  ],
  mandrill: (r, w) => [
    [
      'mandrill_events',
      JSON.stringify([{ event: 'send', ts: r.int(1_784_000_000, 1_789_000_000), msg: { subject: w.says, to: w.who } }]),
    ],
  ],
};

/** Bodies that are text with lines: no printer of JSON writes them as they are. */
export const texts = {
  template: (r, w) =>
    `{\n "kind": "stock.low",\n "item": {"sku": "${r.upper(6)}", "left": ${r.int(1, 9)},\n   "site": "${w.town}"},\n\n "owner": "${w.who}",\n "note": "${w.says}" }`,
  feed: (r, w) =>
    `<?xml version="1.0"?>\n<shipment>\n  <number>${r.digits(8)}</number>\n  <to>${w.who}</to>\n\n  <town>${w.town}</town>\n</shipment>`,
};
