import type { CoreNeeds, CoreScheme } from '../../../generated/core.js';
import type { Algorithm } from '../../../generated/scheme.js';
import { toText } from '../../compact/decode.js';
import { type Key, readKeys } from '../../compact/keys.js';
import { hostShape } from '../../host-crypto.js';
import { providers, type Row, schemes } from '../../scheme-table.js';

// What the table does not contain.
const NEEDS: CoreNeeds = {
  headers: [],
  url: false,
  method: false,
  secret: false,
  token: false,
  endpoint: false,
  encrypted: false,
};
const SCHEME = { publicKey: false, timestamp: false, staged: false, idInBody: null, idSigned: false, unsigned: [] };
const SHAPE = { prefix: '', id: [], idSigned: false, timestamp: [], item: null, pastMs: null, futureMs: null };

/** The properties of a scheme that the build has asked the core for. */
export function earlyScheme(option: 'provider' | 'scheme', given: string): CoreScheme | undefined {
  const id = option === 'scheme' ? given : find(providers, given);
  const row = id === undefined ? undefined : rowOf(id);
  if (id === undefined || row === undefined) return undefined;
  const [scheme] = row;
  return {
    ...SCHEME,
    ...scheme,
    id,
    needs: { ...NEEDS, ...scheme.needs },
    handshake: { ...NEEDS, ...scheme.handshake },
    simple: { ...SHAPE, ...scheme.simple },
  };
}

/** The bytes of the keys, read as `hookwright/verify` reads them. */
export function earlyKeys(
  { text: id, algorithm }: { readonly text: string; readonly algorithm: Algorithm },
  secrets: readonly unknown[],
): readonly Uint8Array[] | undefined {
  // The text of a custom scheme is JSON, and not an id.
  const row = rowOf(id);
  if (row === undefined || hostShape(algorithm) === undefined) return undefined;
  // Reading bytes would make strings of them, which cannot be wiped.
  if (secrets.some((part) => part instanceof Uint8Array)) return undefined;
  let read: { readonly keys: readonly Key[]; readonly warnings: readonly unknown[] };
  try {
    read = readKeys(row[1], secrets.map(toFlat));
  } catch {
    // The core reports it.
    return undefined;
  }
  const keys = read.keys.map(({ bytes }) => bytes);
  if (read.warnings.length === 0) return keys;
  for (const key of keys) key.fill(0);
  return undefined;
}

/** A part of secrets for the core, where text can also be its bytes as `ArrayBuffer`. */
function toFlat(part: unknown): string | undefined {
  if (part instanceof ArrayBuffer) return toText(new Uint8Array(part)) ?? '';
  return typeof part === 'string' ? part : undefined;
}

function rowOf(id: string): Row | undefined {
  const found = find(schemes, id);
  return found === undefined ? undefined : (JSON.parse(found) as Row);
}

/** Finds an entry of a table. */
function find(table: string, name: string): string | undefined {
  if (!/^[\w./-]+$/.test(name)) return undefined;
  const start = table.indexOf(`\n${name} `);
  const at = start + name.length + 2;
  return start < 0 ? undefined : table.slice(at, table.indexOf('\n', at));
}
