// What goes wrong with deliveries. Each takes the delivery in the making and changes it, at its stage: the list of
// signatures, the header fields, the body, the secrets.

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
  'an empty signature beside it': (made, random, { prefix }) => made.list[random.pick(['push', 'unshift'])](prefix),
  'the signature twice': (made) => made.list.push(made.list.at(-1)),
  'a signature of another version': (made, random, { encoding }) =>
    made.list.unshift(random.pick(['v1a,', 'v0=', 'v2,', 'sha1=', 'V1,', 'v1:']) + random.bytes(32).toString(encoding)),
  'the version left out': (made, _random, { prefix }) => right(made, (text) => text.slice(prefix.length)),
  'another version': (made, random, { prefix }) =>
    right(
      made,
      (text) => random.pick(['v1a,', 'v2,', 'v0=', 'sha1=', 'v1', 'V1=', 'SHA256=', '']) + text.slice(prefix.length),
    ),
  capitals: (made, _random, { prefix }) => right(made, (text) => prefix + text.slice(prefix.length).toUpperCase()),
  'something after the signature': (made, random) =>
    right(
      made,
      (text) => text + random.pick([',junk', '=junk', '=', ',', ';', 'zz', '00', '"', '\u00e9', '\u20ac', '.']),
    ),
  'something before the signature': (made, random, { prefix }) =>
    right(made, (text) => prefix + random.pick([' ', '=', ',', '0x', '00', '"']) + text.slice(prefix.length)),
  'cut short': (made, random) => right(made, (text) => text.slice(0, random.below(text.length))),
  'one character changed': (made, random) =>
    right(made, (text) => {
      const at = random.below(text.length);
      return text.slice(0, at) + random.pick(['0', 'a', 'A', '-', '=']) + text.slice(at + 1);
    }),
  'without padding': (made) => right(made, (text) => text.replace(/=+$/, '')),
  'the alphabet for URLs': (made) => right(made, (text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  'spare bits set': (made) =>
    right(made, (text) => text.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`)),
  'in quotes': (made) => right(made, (text) => `"${text}"`),
  'empty items': (made) => made.list.unshift('', ''),
  'no signature at all': (made) => (made.list = ['']),
});

const value = (made, dialect, change) => {
  const field = made.fields.find(([name]) => name === dialect.signature);
  if (field !== undefined) field[1] = change(field[1]);
};

/** One of the fields, while there are any. */
const one = (made, random) => random.pick(made.fields) ?? ['', ''];

const fields = stage('fields', {
  'white space around the value': (made, random, dialect) =>
    value(made, dialect, (text) => random.pick([` ${text}`, `${text} `, `\t${text}`, `${text}\t`, `  ${text}  `])),
  'white space between the items': (made, random, { separator = '=', ...dialect }) =>
    value(made, dialect, (text) => {
      const several = text.includes(separator) ? text : `v2,AAAA${separator}${text}`;
      return several.replaceAll(separator, separator + random.pick([' ', '\t', '  ']));
    }),
  'another separator': (made, random, dialect) =>
    value(made, dialect, (text) =>
      text.replaceAll(dialect.separator ?? '=', random.pick([', ', ';', ' ', '\t', '\n', '|'])),
    ),
  'a header left out': (made, random) => made.fields.splice(random.below(made.fields.length), 1),
  'an empty header': (made, random) => (one(made, random)[1] = ''),
  'an empty header beside it': (made, random) => made.fields.push([one(made, random)[0], random.pick(['', ' '])]),
  'a header under another name': (made, random) => {
    const field = one(made, random);
    field[0] = random.pick([field[0].replaceAll('-', '_'), `X-${field[0]}`, `${field[0]}-`]);
  },
  'a header twice': (made, random) => made.fields.push([...one(made, random)]),
  'a header twice, with other values': (made, random, { prefix }) => {
    const [name, text] = one(made, random);
    const changed = random.pick([text.replace(/\d/g, '1'), `${prefix}AAAA`, 'x', '']);
    made.fields[random.pick(['push', 'unshift'])]([name, changed]);
  },
  'items in reverse': (made, _random, dialect) =>
    value(made, dialect, (text) =>
      dialect.separator === undefined ? text : text.split(dialect.separator).reverse().join(dialect.separator),
    ),
  'an item twice': (made, random, dialect) =>
    value(made, dialect, (text) => {
      const items = text.split(dialect.separator ?? '\n');
      return [random.pick(items), ...items].join(dialect.separator ?? ',');
    }),
  'another timestamp as well': (made, random, dialect) =>
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
  'one byte changed': (made, random) => {
    made.body = Buffer.from(made.body);
    if (made.body.length > 0) made.body[random.below(made.body.length)] ^= 1 << random.below(8);
  },
  'a line break added': (made) => (made.body = Buffer.concat([made.body, Buffer.from('\n')])),
  'white space lost': (made) => (made.body = Buffer.from(made.body.toString().trim())),
  'a byte order mark added': (made) => (made.body = Buffer.concat([Buffer.from('\ufeff'), made.body])),
  'a byte order mark lost': (made) => (made.body = Buffer.from(made.body.toString().replace(/^\ufeff/, ''))),
  'what is no text replaced': (made) => (made.body = Buffer.from(made.body.toString())),
  'parsed and written again': (made) => {
    try {
      made.body = Buffer.from(JSON.stringify(JSON.parse(made.body)));
    } catch {
      // It was no JSON.
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
  'the secret with `v1,` before it': (made, random) => secret(made, random, (text) => `v1,${text}`),
  'the secret with its prefix twice': (made, random) => secret(made, random, (text) => `whsec_${text}`),
  'white space around the secret': (made, random) =>
    secret(made, random, (text) => random.pick([`${text}\n`, `${text} `, ` ${text}`, `${text}\r\n`, `\t${text}`])),
  'the secret in quotes': (made, random) => secret(made, random, (text) => `"${text}"`),
  'the secret without padding': (made, random) => secret(made, random, (text) => text.replace(/=+$/, '')),
  'the secret in the alphabet for URLs': (made, random) =>
    secret(made, random, (text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  'another secret': (made, random, dialect) => secret(made, random, () => dialect.secret(random)),
  'no secret': (made, random) => secret(made, random, () => random.pick(['', 'whsec_', ' ', 'undefined'])),
  'no secret among them': (made, random) =>
    made.secrets[random.pick(['push', 'unshift'])](random.pick(['', 'whsec_', '"'])),
  'the secret twice': (made) => made.secrets.push(made.secrets[made.signer]),
});

export const mutations = [...list, ...fields, ...body, ...secrets];
