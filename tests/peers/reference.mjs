// A second implementation of signature schemes, in JavaScript with OpenSSL, which shares no code with the core.
//
// It evaluates a scheme in its JSON form without the checks that real requests need: it has no tolerance and no limits,
// and throws for unusual input. A request is { method, url, headers: [[name, value]…], body: Buffer }.

import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto';

/** The items of the header, parameter or member with the signature, which can also contain the timestamp. */
export function signatureOf(scheme, secret, request, timestamp) {
  const { prefix = '', separator, encoding } = scheme.signature;
  const signature = compute(scheme, secret, contents(scheme, secret, { ...request, timestamp })[0]);
  const text = prefix + (encoding === 'text' ? signature.toString() : signature.toString(encoding));
  const { item } = scheme.timestamp ?? {};
  return item === undefined ? text : `${item}${timestamp}${separator}${text}`;
}

/** The index of the first secret that matches one of the request's signatures, or -1. */
export function matching(scheme, secrets, request) {
  const given = signatures(scheme, request);
  return secrets.findIndex((secret) =>
    contents(scheme, secret, request).some((content) =>
      given.some((signature) => isSignature(scheme, secret, content, signature)),
    ),
  );
}

/** The instant of the request's timestamp in milliseconds, or null for a scheme without one. */
export function timeOf(scheme, request) {
  if (scheme.timestamp === undefined) return null;
  const text = read(scheme, scheme.timestamp, request);
  switch (scheme.timestamp.unit) {
    case 'seconds':
      return Number(text) * 1000;
    case 'milliseconds':
      return Number(text);
    default:
      return Date.parse(text);
  }
}

const PUBLIC_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const HASHES = { 'rsa-pkcs1-sha256': 'sha256', 'ecdsa-p256-sha256': 'sha256' };

function compute({ algorithm, key: form }, secret, content) {
  const key = keyBytes(form, secret);
  if (algorithm.startsWith('hmac-')) return createHmac(algorithm.slice('hmac-'.length), key).update(content).digest();
  if (algorithm.startsWith('sha')) return createHash(algorithm).update(content).digest();
  if (algorithm === 'token') return key;
  if (algorithm === 'ed25519') {
    const der = Buffer.concat([PRIVATE_ED25519, key.subarray(0, 32)]);
    return signWith(null, content, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  }
  return signWith(HASHES[algorithm], content, createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

function isSignature(scheme, secret, content, text) {
  const { algorithm, key: form } = scheme;
  const { encoding } = scheme.signature;
  const signature = encoding === 'text' ? Buffer.from(text) : Buffer.from(text, encoding);
  if (!['ed25519', ...Object.keys(HASHES)].includes(algorithm))
    return compute(scheme, secret, content).equals(signature);
  const key = keyBytes(form, secret);
  const der = algorithm === 'ed25519' ? Buffer.concat([PUBLIC_ED25519, key]) : key;
  return verifyWith(
    HASHES[algorithm] ?? null,
    content,
    secret.includes('CERTIFICATE')
      ? createPublicKey(secret)
      : createPublicKey({ key: der, format: 'der', type: 'spki' }),
    signature,
  );
}

/** The bytes of the key, from a secret as the sender displays it. */
export function keyBytes(form, secret) {
  switch (form) {
    case 'text':
      return Buffer.from(secret);
    case 'sha1':
      return createHash('sha1').update(secret).digest();
    case 'whsec':
      return Buffer.from(secret.trim().replace(/^(v1,)?(whsec_)?/, ''), 'base64');
    case 'whpk':
      return Buffer.from(secret.replace(/^(v1a,)?(wh[ps]k_)?/, ''), 'base64');
    case 'pem':
      return Buffer.from(secret.replace(/-----[^-]+-----/g, ''), 'base64');
    default:
      return Buffer.from(secret, form);
  }
}

/** The URL after the decoding that HubSpot applies before it signs it. */
const RESERVED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** The possible signed contents. There are several if the sender can sign a URL in more than one form. */
function contents(scheme, secret, request) {
  const urls = scheme.content.includes('{url:any-port}') ? withAndWithoutPort(request.url) : [request.url];
  return urls.map((url) => content(scheme, secret, { ...request, url }));
}

function content(scheme, secret, request) {
  const parts = [];
  // Optional parts.
  const template = scheme.content.replaceAll(/\{if:member:([^}]*)\}(.*?)\{end\}/gs, (_, pointer, inside) =>
    ['undefined', 'null'].includes(member(request, pointer)) ? '' : inside,
  );
  for (const [, literal, field] of template.matchAll(/((?:[^{}]|\{\{|\}\})+)|\{([^{}]+)\}/g)) {
    parts.push(
      field === undefined ? literal.replaceAll('{{', '{').replaceAll('}}', '}') : part(scheme, secret, request, field),
    );
  }
  return Buffer.concat(parts.map((each) => Buffer.from(each)));
}

function part(scheme, secret, request, field) {
  const [, kind, argument] = /^(\w+):?(.*)$/.exec(field);
  const { url, method, body } = request;
  switch (kind) {
    case 'body':
      return argument === 'sha256' ? createHash('sha256').update(body).digest('hex') : body;
    case 'timestamp':
      return request.timestamp ?? read(scheme, scheme.timestamp, request);
    case 'id':
      return read(scheme, scheme.messageId, request);
    case 'url':
      return argument === 'decoded' ? url.replace(RESERVED, decodeURIComponent) : url;
    case 'path':
      return new URL(url).pathname + new URL(url).search;
    case 'method':
      return method;
    case 'params':
      return params(request);
    case 'secret':
      return keyBytes(scheme.key, secret);
    case 'header':
      return header(request, argument);
    case 'member':
      return member(request, argument.replace(/^\w+:/, ''));
    case 'field':
      return formField(request, argument);
    default:
      throw new Error(`no such field: {${field}}`);
  }
}

/** The signatures as text, without their prefix. */
function signatures(scheme, request) {
  const { prefix = '' } = scheme.signature;
  const all = items(scheme, request);
  if (prefix.startsWith('*'))
    return all.map((item) => item.split(prefix.slice(1))[1]).filter((text) => text !== undefined);
  if (prefix.endsWith('?')) return all.map((item) => item.replace(prefix.slice(0, -1), ''));
  return all.filter((item) => item.startsWith(prefix)).map((item) => item.slice(prefix.length));
}

/** The value of the signature's place: of all its header fields. */
function items(scheme, request) {
  const { header: first, orHeader, separator } = scheme.signature;
  const names = [first, ...(orHeader ?? '').split(',')];
  const texts =
    first === undefined ? [read(scheme, scheme.signature, request)] : names.flatMap((name) => all(request, name));
  if (separator === undefined) return texts;
  return texts.flatMap((text) => text.replaceAll(/,(?=[ \t])/g, separator).split(separator)).map((item) => item.trim());
}

function read(scheme, place, request) {
  if (place.item !== undefined) {
    return items(scheme, request)
      .find((item) => item.startsWith(place.item))
      .slice(place.item.length);
  }
  if (place.header !== undefined) return header(request, place.header) ?? header(request, place.orHeader);
  if (place.query !== undefined) return new URL(request.url).searchParams.get(place.query);
  if (place.field !== undefined) return formField(request, place.field);
  return member(request, place.member);
}

const header = (request, name) => all(request, name)[0];

function all(request, name) {
  const fields = request.headers.filter(([given]) => given.toLowerCase() === name?.toLowerCase());
  return fields.map(([, value]) => value.trim()).filter((value) => value !== '');
}

function member(request, pointer) {
  const names = pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return String(names.reduce((value, name) => value[name], JSON.parse(request.body)));
}

function formField(request, name) {
  const type = header(request, 'content-type') ?? '';
  const boundary = /^multipart\/form-data; *boundary=(.*)$/.exec(type)?.[1];
  if (boundary === undefined) return new URLSearchParams(request.body.toString()).get(name);
  const part = request.body
    .toString()
    .split(`--${boundary}`)
    .find((text) => text.includes(`name="${name}"`));
  return part.slice(part.indexOf('\r\n\r\n') + 4, -2);
}

function params(request) {
  if (!/^application\/x-www-form-urlencoded/i.test(header(request, 'content-type') ?? '')) return '';
  const pairs = [...new URLSearchParams(request.body.toString())].map(([name, value]) => ({ name, value }));
  const bytes = (left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right));
  pairs.sort((left, right) => bytes(left.name, right.name) || bytes(left.value, right.value));
  const once = pairs.filter(({ name, value }, at) => name !== pairs[at - 1]?.name || value !== pairs[at - 1]?.value);
  return once.map(({ name, value }) => name + value).join('');
}

function withAndWithoutPort(url) {
  const [, scheme, host, port = '', rest] = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/.exec(url);
  const usual = scheme === 'https' ? ':443' : ':80';
  if (port !== '' && port !== usual) return [url];
  return [`${scheme}://${host}${rest}`, `${scheme}://${host}${usual}${rest}`];
}
