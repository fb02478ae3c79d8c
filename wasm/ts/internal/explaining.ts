import type { Diagnosis } from '../generated/diagnosis.js';
import type { CoreSecrets } from '../hookwright.js';
import { toExplained } from './explained-body.js';
import { toAllFields } from './headers.js';
import { core } from './instance.js';
import { toMs } from './instant.js';
import * as modules from './modules.js';
import { checkText } from './options.js';
import { toSecrets } from './secrets.js';
import type { SchemeUse } from './signer.js';
import type { Limits } from './tolerance.js';

/** A delivery to explain, as the caller passed it. */
interface Given {
  readonly body?: unknown;
  readonly headers: unknown;
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly now?: unknown;
  readonly oldSecrets?: unknown;
  readonly otherSecrets?: unknown;
  readonly framework?: string | undefined;
}

/** Explains a delivery with a scheme, secrets and limits that have already been read. */
export function explainBy(scheme: SchemeUse, secrets: CoreSecrets, limits: Limits, given: Given): Diagnosis {
  const { url = '', method = '', framework, oldSecrets = [], otherSecrets = [] } = given;
  for (const [name, text] of Object.entries({ url, method, framework })) checkText(name, text);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const all = [secrets, toSecrets('oldSecrets', oldSecrets), toSecrets('otherSecrets', otherSecrets)];
  const [past, future] = limits;
  const request = [method, url, ...toAllFields(given.headers)];
  const body = toExplained(given.body);
  return core(modules.explain, modules.publicKeys).explain(
    scheme.text,
    all,
    request,
    body.bytes,
    now,
    past,
    future,
    framework,
    body.given,
  );
}
