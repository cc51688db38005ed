/** So many names are remembered at once; whoever floods with new ones finds the oldest forgotten. */
const remembered = 10_000;

/**
 * Lets each name act `burst` times at once and `perSecond` times a second from then on.
 * @returns whether it may act now
 */
export function tokenBucket({ burst, perSecond }: { burst: number; perSecond: number }) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (name: string, now = performance.now()): boolean => {
    const held = buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, held.tokens + ((now - held.at) / 1000) * perSecond);
    buckets.delete(name);
    buckets.set(name, { tokens: Math.max(0, tokens - 1), at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > remembered && oldest !== undefined) buckets.delete(oldest);
    return tokens >= 1;
  };
}
