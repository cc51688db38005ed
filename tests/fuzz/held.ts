/** Megabytes that the program holds on to, after everything that nobody needs has been given back (`--expose-gc`). */
export function heldMb(): number {
  if (globalThis.gc === undefined)
    throw new Error('start with --expose-gc: what is merely not yet collected is no leak');
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
