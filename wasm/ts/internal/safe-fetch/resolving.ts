import type { Dns, DnsAddress } from '../node.js';
import { type Groups, parseAddress } from './addresses.js';
import * as errors from './errors.js';
import type { Settings } from './settings.js';

/**
 * Returns the permitted addresses of a host, at least one. The connection is made to these and to no other one, so a name
 * that resolves differently a moment later makes no difference.
 */
export async function permittedAddresses(host: string, settings: Settings, dns: Dns): Promise<DnsAddress[]> {
  const literal = parseAddress(host);
  const found = literal === undefined ? await resolve(host, settings, dns) : [{ text: host, groups: literal }];
  const permitted = found.filter(({ groups }) => settings.permitsAddress(groups));
  if (permitted.length === 0) throw errors.addressRefused();
  return permitted.map(({ text, groups }) => ({ address: text, family: groups.length === 2 ? 4 : 6 }));
}

interface Found {
  readonly text: string;
  readonly groups: Groups;
}

async function resolve(host: string, settings: Settings, dns: Dns): Promise<Found[]> {
  const lookup = settings.lookup ?? system(dns);
  let texts: readonly unknown[];
  try {
    texts = [...(await lookup(host))];
  } catch (cause) {
    throw errors.nameUnresolved(cause);
  }
  if (texts.length === 0) throw errors.nameUnresolved();
  // What is not an address, such as an address with a zone, cannot be checked.
  return texts.flatMap((text): Found[] => {
    const groups = typeof text === 'string' ? parseAddress(text) : undefined;
    return groups === undefined ? [] : [{ text: text as string, groups }];
  });
}

function system(dns: Dns): (host: string) => Promise<string[]> {
  return (host) =>
    new Promise((done, fail) => {
      dns.lookup(host, { all: true }, (error, addresses) => {
        if (error === null) done(addresses.map(({ address }) => address));
        else fail(error);
      });
    });
}
