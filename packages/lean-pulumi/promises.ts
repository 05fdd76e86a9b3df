/** The part of the SDK's `runtime/debuggable.js` that is changed. */
export interface Debuggable {
  debugPromiseLeaks: boolean;
  debuggablePromise<T>(promise: Promise<T>, context?: unknown): Promise<T>;
}

/** The part of the SDK's `runtime/state.js` that is used. */
export interface State {
  getStore(): { readonly leakCandidates: Set<Promise<unknown>> };
}

/**
 * Keeps no number, context and stack trace with each promise of the SDK: nobody reads them, unless
 * `PULUMI_DEBUG_PROMISE_LEAKS` is set. The SDK still reports promises that never settle.
 */
export function keepPromisesBare(debuggable: Debuggable, state: State): void {
  if (debuggable.debugPromiseLeaks) return;
  const own = debuggable.debuggablePromise;
  let reports = false;
  debuggable.debuggablePromise = (promise, context) => {
    if (!reports) {
      // The first promise of the SDK makes it look for leaks at the end.
      reports = true;
      return own(promise, context);
    }
    const { leakCandidates } = state.getStore();
    leakCandidates.add(promise);
    return promise.then(
      (value) => {
        leakCandidates.delete(promise);
        return value;
      },
      (error) => {
        leakCandidates.delete(promise);
        error.promise = promise;
        throw error;
      },
    );
  };
}
