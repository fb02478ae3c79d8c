// Requests that an attacker who has seen a genuine request can send instead of it.

const text = (request) => request.body.toString('latin1');
const withBody = (request, body) => ({ ...request, body: Buffer.isBuffer(body) ? body : Buffer.from(body, 'latin1') });
const replaceHeader = (request, name, change) => ({
  ...request,
  headers: request.headers.map(([given, value]) =>
    given.toLowerCase() === name ? [given, change(value)] : [given, value],
  ),
});
const typed = (request, type) => replaceHeader(request, 'content-type', () => type);
const form = 'application/x-www-form-urlencoded';

/** Other bodies. */
export function* bodies(request) {
  const body = text(request);
  for (let at = 0; at < body.length; at += Math.max(1, Math.floor(body.length / 40))) {
    const changed = Buffer.from(request.body);
    changed[at] ^= 1 << (at % 7);
    yield [`a bit of byte ${at}`, withBody(request, changed)];
    yield [`without byte ${at}`, withBody(request, body.slice(0, at) + body.slice(at + 1))];
    yield [`a byte more at ${at}`, withBody(request, `${body.slice(0, at)}1${body.slice(at)}`)];
  }
  for (const end of [
    ' ',
    '\n',
    '\0',
    '\xff',
    '&',
    '&x=\xff',
    '&a=1',
    ';a=1',
    '}',
    ',{"a":1}',
    '\x80\0\0\0\0\0\0\0&a=1',
  ]) {
    yield [`the end ${JSON.stringify(end)}`, withBody(request, body + end)];
    yield [`the beginning ${JSON.stringify(end)}`, withBody(request, end + body)];
  }
  for (const other of [
    '',
    '{}',
    '{"forged":true}',
    'FOO',
    'a=1',
    '[1]',
    '42',
    'null',
    'mandrill_events=forged&x=\xff',
  ]) {
    for (const type of [undefined, form, 'application/json', 'text/plain', `${form}; charset=utf-16`]) {
      const changed = withBody(request, other);
      yield [`the body ${JSON.stringify(other)} as ${type}`, type === undefined ? changed : typed(changed, type)];
    }
  }
  yield* members(request, body);
  yield* pairs(request, body);
}

/** Changed members of a JSON body. */
function* members(request, body) {
  let document;
  try {
    document = JSON.parse(Buffer.from(request.body).toString());
  } catch {
    return;
  }
  if (typeof document !== 'object' || document === null) return;
  const write = (value) => withBody(request, Buffer.from(JSON.stringify(value)));
  for (const path of paths(document)) {
    const edit = (change) => {
      const copy = structuredClone(document);
      const holder = path.slice(0, -1).reduce((value, name) => value[name], copy);
      change(holder, path.at(-1));
      return write(copy);
    };
    const where = `/${path.join('/')}`;
    for (const value of ['forged', 7, true, null, {}, ['x'], 'a:b:1:EUR', '']) {
      yield [`${JSON.stringify(value)} at ${where}`, edit((holder, name) => (holder[name] = value))];
    }
    yield [
      `nothing at ${where}`,
      edit((holder, name) => (Array.isArray(holder) ? holder.splice(name, 1) : delete holder[name])),
    ];
    yield [
      `another item or member next to ${where}`,
      edit((holder, name) => {
        if (Array.isArray(holder)) holder.push(holder[name]);
        else holder[`${name}2`] = 'forged';
      }),
    ];
  }
  yield ['a repeated name', withBody(request, body.replace('{', '{"id":"forged","live":"true",'))];
  yield ['a repeated name at the end', withBody(request, body.replace(/\}$/, ',"id":"forged","live":"true"}'))];
  yield* shiftedColons(document, write);
}

/** The fields of an Adyen notification with the colons between them in other places. */
function* shiftedColons(document, write) {
  const item = document.notificationItems?.[0]?.NotificationRequestItem;
  if (item === undefined) return;
  const edit = (change) => {
    const copy = structuredClone(document);
    change(copy.notificationItems[0].NotificationRequestItem);
    return write(copy);
  };
  const [first, ...rest] = item.merchantReference.split(':');
  yield [
    'a reference that contains the amount',
    edit((changed) => {
      changed.merchantReference = first;
      changed.amount = { value: Number(rest[0]), currency: rest[1] };
      changed.eventCode = rest[2];
      changed.success = `${rest[3]}:${item.amount.value}:EUR:AUTHORIZATION:true`;
    }),
  ];
  yield [
    'an account that contains the reference',
    edit((changed) => {
      changed.merchantAccountCode = `${item.merchantAccountCode}:${first}`;
      changed.merchantReference = rest.join(':');
    }),
  ];
  yield ['an amount as text', edit((changed) => (changed.amount.value = `${item.amount.value}`))];
}

function* paths(value, path = []) {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value))
    yield* paths(value[name], [...path, Array.isArray(value) ? Number(name) : name]);
}

/** Changed parameters of a form. */
function* pairs(request, body) {
  if (!body.includes('=')) return;
  const given = body.split('&');
  yield ['the pairs in another order', withBody(request, [...given].reverse().join('&'))];
  yield ['a pair twice', withBody(request, [...given, given[0]].join('&'))];
  yield ['a name twice', withBody(request, [...given, `${given[0].split('=')[0]}=forged`].join('&'))];
  yield ['semicolons', withBody(request, given.join(';'))];
  yield ['a name without a value', withBody(request, body.replace('=', ''))];
  for (let at = 1; at < 8; at += 1) {
    const [name, value = ''] = given[0].split('=');
    const whole = name + value;
    yield [
      `the equals sign ${at} characters in`,
      withBody(request, [`${whole.slice(0, at)}=${whole.slice(at)}`, ...given.slice(1)].join('&')),
    ];
  }
}

/** Characters moved between the body and the adjacent signed parts. */
export function* moves(request) {
  const body = text(request);
  for (const count of [1, 2, 3, 7, body.length].filter((each) => each > 0)) {
    const [head, tail] = [body.slice(0, count), body.slice(-count)];
    const [withoutHead, withoutTail] = [body.slice(count), body.slice(0, -count)];
    for (const [name] of request.headers) {
      const field = name.toLowerCase();
      yield [
        `${count} from the front to ${name}`,
        replaceHeader(withBody(request, withoutHead), field, (value) => value + head),
      ];
      yield [
        `${count} from the end to ${name}`,
        replaceHeader(withBody(request, withoutTail), field, (value) => tail + value),
      ];
      const [, value = ''] = request.headers.find(([given]) => given === name) ?? [];
      yield [
        `${count} from ${name} to the front`,
        replaceHeader(withBody(request, value.slice(-count) + body), field, (old) => old.slice(0, -count)),
      ];
      yield [
        `${count} from ${name} to the end`,
        replaceHeader(withBody(request, body + value.slice(0, count)), field, (old) => old.slice(count)),
      ];
    }
    const { url } = request;
    yield [`${count} from the front to the URL`, { ...withBody(request, withoutHead), url: url + head }];
    yield [`${count} from the end to the URL`, { ...withBody(request, withoutTail), url: tail + url }];
    if (count < url.length) {
      yield [
        `${count} from the URL to the front`,
        { ...withBody(request, url.slice(-count) + body), url: url.slice(0, -count) },
      ];
    }
  }
  // The content of a form, moved into the URL and back again.
  const content = [...new URLSearchParams(body)].sort().flat().join('');
  for (const count of [1, 5, content.length].filter((each) => each > 0)) {
    for (const type of [form, 'application/json']) {
      const moved = typed(withBody(request, `${content.slice(count)}=&x=\xff`), type);
      yield [
        `${count} of the parameters to the URL, as ${type}`,
        { ...moved, url: request.url + content.slice(0, count) },
      ];
      yield [
        `${count} of the parameters to the URL, with JSON`,
        { ...typed(withBody(request, '{"forged":true}'), type), url: request.url + content.slice(0, count) },
      ];
    }
  }
}

/** Changes outside of the body, each with the name of the part in the table of coverage. */
export function* surroundings(request) {
  for (const method of ['GET', 'PUT', 'DELETE']) yield ['method', { ...request, method }];
  const url = new URL(request.url);
  yield ['URL', { ...request, url: request.url.replace('/hooks', '/other') }];
  yield ['URL', { ...request, url: request.url.replace('source=a', 'source=b') }];
  yield ['URL', { ...request, url: `${request.url}&more=1` }];
  yield ['URL', { ...request, url: `${request.url}#fragment` }];
  yield ['URL', { ...request, url: url.origin + url.pathname }];
  for (const type of ['text/plain', form, 'application/json', 'application/xml']) {
    yield ['Content-Type', typed(request, type)];
  }
  yield ['Content-Type', { ...request, headers: [...request.headers, ['Content-Type', 'application/json']] }];
  for (const [name, value] of request.headers) {
    const more = (extra) => ({ ...request, headers: [...request.headers, [name, extra]] });
    yield [name, more(value)];
    yield [name, more('forged')];
    yield [name, { ...request, headers: [[name, 'forged'], ...request.headers] }];
    yield [name, replaceHeader(request, name.toLowerCase(), () => 'forged')];
    yield [name, { ...request, headers: request.headers.filter(([given]) => given !== name) }];
  }
  for (const name of ['webhook-id', 'svix-id', 'webhook-timestamp', 'svix-timestamp', 'X-Extra', 'X-Event-Type']) {
    yield [name, { ...request, headers: [...request.headers, [name, 'msg_FRESH']] }];
  }
}
