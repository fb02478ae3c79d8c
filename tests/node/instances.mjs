// Records the instances of the package's wasm modules. Import it before the first call.

/** The last instance of each module, by the name of the module. */
const instances = new Map();

/** Replacements of exported functions, by their names. */
export const replaced = {};

const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, [module, imports]) {
    const made = new target(module, imports);
    const { exports } = made;
    // A part of a module is not an instance with memory.
    if (exports.memory === undefined) return made;
    const instance = { exports: { ...exports, ...replaced } };
    instances.set(Object.keys(imports)[0].replace(/^\.\/|_bg\.js$/g, ''), instance);
    return instance;
  },
});

/** The memory of a module. It is detached when it grows, and another one after a trap. */
export function memoryOf(name = 'hookwright') {
  return instances.get(name).exports.memory.buffer;
}
