/** Freezes data that all callers share, so that no caller can change it for others. */
export function freeze<Data>(data: Data): Data {
  if (typeof data === 'object' && data !== null) {
    Object.values(data).forEach(freeze);
    Object.freeze(data);
  }
  return data;
}
