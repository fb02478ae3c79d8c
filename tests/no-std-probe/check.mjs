// Checks that the module built without std imports nothing and works. Usage: node check.mjs <module>
import { readFileSync } from 'node:fs';

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const imports = WebAssembly.Module.imports(module);
if (imports.length > 0) {
  console.error('imports:', imports);
  process.exit(1);
}
const { exports } = new WebAssembly.Instance(module);
if (exports.probe() !== 1) {
  console.error('the probe did not answer 1');
  process.exit(1);
}
console.log(`no imports; the probe answered, from ${exports.memory.buffer.byteLength} bytes of memory`);
