/**
 * Dawn's binding for Node polls for finished GPU work by `setImmediate`, again and again without a pause. A GPU does not
 * mind, but a CPU rasteriser loses a core to it that it could draw with: polled once a millisecond, a training step on
 * two cores takes a fifth less time.
 */
const PAUSE = 1;

/** Delays the callbacks of native bindings, and no others, by a millisecond each. */
export function pollPatiently(): void {
  const immediate = globalThis.setImmediate;
  const patient = (task: (...args: unknown[]) => void, ...args: unknown[]) =>
    isNative(task) ? setTimeout(task, PAUSE, ...args) : immediate(task, ...args);
  Object.defineProperties(patient, Object.getOwnPropertyDescriptors(immediate));
  globalThis.setImmediate = patient as unknown as typeof setImmediate;
}

/** A bound function's source reads the same, but has a name. */
function isNative(task: (...args: unknown[]) => void): boolean {
  return task.name === '' && Function.prototype.toString.call(task).includes('[native code]');
}
