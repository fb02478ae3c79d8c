// Mutations of deliveries at each stage: the list of signatures, the header fields, the body and the secrets. Each
// modifies the delivery that is being created.

const stage = (name, changes) =>
  Object.entries(changes).map(([what, change]) => ({
    stage: name,
    run(made, random, dialect) {
      made.how.push(what);
      change(made, random, dialect);
    },
  }));

const other = (_made, random, { encoding, prefix }) => prefix + random.bytes(32).toString(encoding);
const right = (made, change) => {
  const at = made.list.length - 1;
  made.list[at] = change(made.list[at]);
};

const list = stage('list', {
  'another signature before it': (made, ...rest) => made.list.unshift(other(made, ...rest)),
  'another signature after it': (made, ...rest) => made.list.push(other(made, ...rest)),
  'only another signature': (made, ...rest) => (made.list = [other(made, ...rest)]),
  'an additional empty signature': (made, random, { prefix }) => made.list[random.pick(['push', 'unshift'])](prefix),
  'the signature twice': (made) => made.list.push(made.list.at(-1)),
  'a signature of another version': (made, random, { encoding }) =>
    made.list.unshift(random.pick(['v1a,', 'v0=', 'v2,', 'sha1=', 'V1,', 'v1:']) + random.bytes(32).toString(encoding)),
  'a missing version': (made, _random, { prefix }) => right(made, (text) => text.slice(prefix.length)),
  'another version': (made, random, { prefix }) =>
    right(
      made,
      (text) => random.pick(['v1a,', 'v2,', 'v0=', 'sha1=', 'v1', 'V1=', 'SHA256=', '']) + text.slice(prefix.length),
    ),
  capitals: (made, _random, { prefix }) => right(made, (text) => prefix + text.slice(prefix.length).toUpperCase()),
  'text after the signature': (made, random) =>
    right(
      made,
      (text) => text + random.pick([',junk', '=junk', '=', ',', ';', 'zz', '00', '"', '\u00e9', '\u20ac', '.']),
    ),
  'text before the signature': (made, random, { prefix }) =>
    right(made, (text) => prefix + random.pick([' ', '=', ',', '0x', '00', '"']) + text.slice(prefix.length)),
  'cut short': (made, random) => right(made, (text) => text.slice(0, random.below(text.length))),
  'a changed character': (made, random) =>
    right(made, (text) => {
      const at = random.below(text.length);
      return text.slice(0, at) + random.pick(['0', 'a', 'A', '-', '=']) + text.slice(at + 1);
    }),
  'without padding': (made) => right(made, (text) => text.replace(/=+$/, '')),
  'the URL-safe alphabet': (made) => right(made, (text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  'non-zero trailing bits': (made) =>
    right(made, (text) => text.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`)),
  'in quotes': (made) => right(made, (text) => `"${text}"`),
  'empty items': (made) => made.list.unshift('', ''),
  'an empty list of signatures': (made) => (made.list = ['']),
});

const value = (made, dialect, change) => {
  const field = made.fields.find(([name]) => name === dialect.signature);
  if (field !== undefined) field[1] = change(field[1]);
};

/** One of the fields, or a new one if there is no field. */
const one = (made, random) => random.pick(made.fields) ?? ['', ''];

const fields = stage('fields', {
  'whitespace around the value': (made, random, dialect) =>
    value(made, dialect, (text) => random.pick([` ${text}`, `${text} `, `\t${text}`, `${text}\t`, `  ${text}  `])),
  'whitespace between the items': (made, random, { separator = '=', ...dialect }) =>
    value(made, dialect, (text) => {
      const several = text.includes(separator) ? text : `v2,AAAA${separator}${text}`;
      return several.replaceAll(separator, separator + random.pick([' ', '\t', '  ']));
    }),
  'another separator': (made, random, dialect) =>
    value(made, dialect, (text) =>
      text.replaceAll(dialect.separator ?? '=', random.pick([', ', ';', ' ', '\t', '\n', '|'])),
    ),
  'a missing header': (made, random) => made.fields.splice(random.below(made.fields.length), 1),
  'an empty header': (made, random) => (one(made, random)[1] = ''),
  'an additional empty header': (made, random) => made.fields.push([one(made, random)[0], random.pick(['', ' '])]),
  'a header under another name': (made, random) => {
    const field = one(made, random);
    field[0] = random.pick([field[0].replaceAll('-', '_'), `X-${field[0]}`, `${field[0]}-`]);
  },
  'a header twice': (made, random) => made.fields.push([...one(made, random)]),
  'a repeated header with another value': (made, random, { prefix }) => {
    const [name, text] = one(made, random);
    const changed = random.pick([text.replace(/\d/g, '1'), `${prefix}AAAA`, 'x', '']);
    made.fields[random.pick(['push', 'unshift'])]([name, changed]);
  },
  'items in reverse': (made, _random, dialect) =>
    value(made, dialect, (text) =>
      dialect.separator === undefined ? text : text.split(dialect.separator).reverse().join(dialect.separator),
    ),
  'a repeated item': (made, random, dialect) =>
    value(made, dialect, (text) => {
      const items = text.split(dialect.separator ?? '\n');
      return [random.pick(items), ...items].join(dialect.separator ?? ',');
    }),
  'an additional timestamp': (made, random, dialect) =>
    value(made, dialect, (text) =>
      random.pick([(stamp) => `${stamp},${text}`, (stamp) => `${text},${stamp}`])('t=1700000000'),
    ),
  'both families of headers': (made, random, dialect) => {
    for (const [name, text] of [...made.fields]) {
      const other = name.replace(/^(svix|webhook)-/, (family) => (family === 'svix-' ? 'webhook-' : 'svix-'));
      if (other !== name && !random.oneIn(3)) made.fields.push([other, random.oneIn(4) ? `${text}1` : text]);
    }
    if (random.oneIn(2)) value(made, dialect, () => `v1,${random.bytes(32).toString('base64')}`);
  },
  'the other family of headers': (made) => {
    for (const field of made.fields) {
      field[0] = field[0].replace(/^(svix|webhook)-/, (family) => (family === 'svix-' ? 'webhook-' : 'svix-'));
    }
  },
});

const body = stage('body', {
  'a changed byte': (made, random) => {
    made.body = Buffer.from(made.body);
    if (made.body.length > 0) made.body[random.below(made.body.length)] ^= 1 << random.below(8);
  },
  'an added line break': (made) => (made.body = Buffer.concat([made.body, Buffer.from('\n')])),
  'removed whitespace': (made) => (made.body = Buffer.from(made.body.toString().trim())),
  'an added byte order mark': (made) => (made.body = Buffer.concat([Buffer.from('\ufeff'), made.body])),
  'a removed byte order mark': (made) => (made.body = Buffer.from(made.body.toString().replace(/^\ufeff/, ''))),
  'replaced bytes that are not UTF-8': (made) => (made.body = Buffer.from(made.body.toString())),
  'JSON that was serialized again': (made) => {
    try {
      made.body = Buffer.from(JSON.stringify(JSON.parse(made.body)));
    } catch {
      // The body is not JSON.
    }
  },
  emptied: (made) => (made.body = Buffer.alloc(0)),
});

const secret = (made, random, change) => {
  const at = random.oneIn(4) ? random.below(made.secrets.length) : made.signer;
  made.secrets = made.secrets.with(at, change(made.secrets[at]));
};

const secrets = stage('secrets', {
  'the secret without its prefix': (made, random) => secret(made, random, (text) => text.replace(/^whsec_/, '')),
  'the secret with a prefix of `v1,`': (made, random) => secret(made, random, (text) => `v1,${text}`),
  'the secret with its prefix twice': (made, random) => secret(made, random, (text) => `whsec_${text}`),
  'whitespace around the secret': (made, random) =>
    secret(made, random, (text) => random.pick([`${text}\n`, `${text} `, ` ${text}`, `${text}\r\n`, `\t${text}`])),
  'the secret in quotes': (made, random) => secret(made, random, (text) => `"${text}"`),
  'the secret without padding': (made, random) => secret(made, random, (text) => text.replace(/=+$/, '')),
  'the secret in the URL-safe alphabet': (made, random) =>
    secret(made, random, (text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  'another secret': (made, random, dialect) => secret(made, random, () => dialect.secret(random)),
  'no secret': (made, random) => secret(made, random, () => random.pick(['', 'whsec_', ' ', 'undefined'])),
  'a list with an invalid secret': (made, random) =>
    made.secrets[random.pick(['push', 'unshift'])](random.pick(['', 'whsec_', '"'])),
  'a repeated secret': (made) => made.secrets.push(made.secrets[made.signer]),
});

export const mutations = [...list, ...fields, ...body, ...secrets];
