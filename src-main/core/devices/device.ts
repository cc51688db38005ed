import type { DeviceStatus } from '#shared/devices/device-status.ts';
import type { Traffic } from './traffic.ts';

/** What every device is to whoever watches over it, whatever it does. */
export interface Device {
  status(): DeviceStatus;
  /** Tells every change of status; returns how to stop it. */
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  /** Does what shows whether it works, with nobody's data. */
  test(): Promise<TestResult>;
  /** What went over its line lately, masked; empty for a device without a line of its own. */
  traffic(): readonly Traffic[];
  /** Gives its line back. */
  close(): Promise<void>;
}

/** `outcome` says only what is known: what nobody confirmed is unknown. */
export interface TestResult {
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** For the person who pressed the button. */
  readonly sentence: string;
}

/** Listeners of one kind; a listener that leaves while others are told misses nothing of theirs. */
export function listeners<Value>() {
  const all = new Set<(value: Value) => void>();
  return {
    add(listener: (value: Value) => void): () => void {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell(value: Value): void {
      for (const listener of [...all]) listener(value);
    },
  };
}
