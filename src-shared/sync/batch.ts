import type { Digest } from './canonical.ts';

/**
 * What the installation signs for a batch. The hash of the last command covers the whole chain before it, so
 * naming it is enough.
 */
export const batchText = (batch: {
  instanceId: string;
  firstSeq: number;
  lastHash: Digest;
  sentMonotonicMs: number;
  sentBootId: string;
}): string =>
  [
    'yichuang push',
    batch.instanceId,
    batch.firstSeq,
    batch.lastHash,
    batch.sentMonotonicMs,
    batch.sentBootId,
  ].join('\n');
