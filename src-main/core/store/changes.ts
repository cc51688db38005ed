/** Somebody to tell when what they show may have changed. */
export interface Changes {
  changed(): void;
  /** Returns how to stop listening. */
  onChange(listener: () => void): () => void;
}

export function changes(): Changes {
  const listeners = new Set<() => void>();
  return {
    changed() {
      for (const listener of [...listeners]) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
