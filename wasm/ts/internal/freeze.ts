/** Data that all callers get, so that none can change it for the others. */
export function freeze<Data>(data: Data): Data {
  if (typeof data === 'object' && data !== null) {
    Object.values(data).forEach(freeze);
    Object.freeze(data);
  }
  return data;
}
