// The texts in which senders write JSON, beyond those of ../serialize.mjs.

import { styles as common, write } from '../serialize.mjs';

const styles = {
  ...common,
  colonOnly: { item: ',', colon: ': ' },
  tight: { item: ',', colon: ':', indent: ' ' },
  ascii: { ...common.pythonCompact },
  shopifyAscii: { ...common.shopify, escape: /[\u007f-\uffff<>&]/g },
  prettySpaced: { item: ', ', colon: ' : ', indent: '  ' },
};

/** As Stripe prints events: an empty object takes two lines, and an empty list three. */
const stripe = (value) =>
  write(value, styles.pretty2)
    .split('\n')
    .map((line) => {
      const outer = /^ */.exec(line)[0];
      return line.replace(/(: |^ *)\{\}(,?)$/, `$1{\n${outer}}$2`).replace(/(: |^ *)\[\](,?)$/, `$1[\n\n${outer}]$2`);
    })
    .join('\n');

const special = {
  stripe,
  sendgrid: (value) => `[${value.map((item) => write(item, styles.js)).join(',\r\n')}]\r\n`,
  roomy: (value) => write(value, styles.pythonUtf8).replace(/^\{/, '{ ').replace(/\}$/, ' }'),
};

export const render = (value, style) => special[style]?.(value) ?? write(value, styles[style]);
