// Short forms for the rows of the senders.

export const hex64 = (r) => r.hex(64);
export const hex40 = (r) => r.hex(40);
export const hex32 = (r) => r.hex(32);
export const uuid = (r) => r.uuid();
export const word = (count) => (r) => r.alnum(count);
export const base64 = (count) => (r) => r.bytes(count).toString('base64');
export const whsec = (r) => `whsec_${r.bytes(24).toString('base64')}`;
export const dashed = (r) => `${r.alnum(8)}-${r.alnum(8)}-${r.alnum(8)}`;
export const led = (lead, make) => (r) => lead + make(r);

export const hmac = { algorithm: 'hmac-sha256', key: 'text', content: '{body}' };
export const row = (id, signature, more) => ({ id, ...hmac, signature, ...more });
export const hex = (id, header, secret, event, more) =>
  row(id, { header, encoding: 'hex' }, { secret, event, ...more });
export const b64 = (id, header, secret, event, more) =>
  row(id, { header, encoding: 'base64' }, { secret, event, ...more });
export const prefixed = (id, header, prefix, secret, event, more) =>
  row(id, { header, prefix, encoding: 'hex' }, { secret, event, ...more });
export const list = (id, header, prefix, item, secret, event, more = {}) => {
  const { unit = 'seconds', tolerance, encoding = 'hex', separator = ',', content = '{timestamp}.{body}' } = more;
  const { kinds, key = 'text', style } = more;
  return row(
    id,
    { header, separator, prefix, encoding },
    { key, content, timestamp: item && { item, unit, tolerance }, secret, event, kinds, style },
  );
};
export const stamped = (id, content, signature, timestamp, secret, event, more) =>
  row(id, signature, { content, timestamp, secret, event, ...more });
export const standard = (id, secret, event, more = {}) => {
  const { family = 'webhook', ...rest } = more;
  return row(
    id,
    { header: `${family}-signature`, separator: ' ', prefix: 'v1,', encoding: 'base64' },
    {
      key: 'whsec',
      content: '{id}.{timestamp}.{body}',
      timestamp: { header: `${family}-timestamp`, unit: 'seconds', tolerance: 300 },
      messageId: `${family}-id`,
      secret,
      event,
      ...rest,
    },
  );
};
export const token = (id, header, secret, event, more = {}) =>
  row(
    id,
    { header, encoding: 'text', ...more.signature },
    { algorithm: 'token', content: '', secret, event, kinds: more.kinds },
  );
