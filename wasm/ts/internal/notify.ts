/**
 * Calls a listener, if there is one. Its exceptions and rejections go to `onError`, or are ignored: a failing log must not
 * cause a delivery to be sent again.
 */
export function notify<Report>(
  listener: ((report: Report) => unknown) | undefined,
  report: Report,
  onError: (error: unknown) => void = () => {},
): void {
  try {
    const result = listener?.(report) as PromiseLike<unknown> | undefined;
    if (typeof result?.then === 'function') result.then(undefined, onError);
  } catch (error) {
    onError(error);
  }
}
