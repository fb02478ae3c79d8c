import { unpack } from './lzma.js';
import { decoded, type ModuleText } from './module-text.js';

/** The main module, as long as the engine keeps it. */
let main: WeakRef<Uint8Array<ArrayBuffer>> | undefined;

/** Returns the bytes of the main module, which LZMA has compressed. */
export function unpackMain(given: ModuleText): Uint8Array<ArrayBuffer> {
  const known = main?.deref();
  if (known !== undefined) return known;
  const bytes = unpack(decoded(given), given.size);
  main = new WeakRef(bytes);
  return bytes;
}

/** Returns the bytes of a part, whose compressed form refers to pieces of the main module. */
export async function unpackPart(
  given: ModuleText,
  mainText: () => Promise<ModuleText>,
): Promise<Uint8Array<ArrayBuffer>> {
  return unpack(decoded(given), given.size, main?.deref() ?? unpackMain(await mainText()));
}
