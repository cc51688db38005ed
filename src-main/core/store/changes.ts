/** Somebody to tell when what they show may have changed. */
export interface Changes {
  changed(): void;
  /** Returns how to stop listening. */
  onChange(listener: () => void): () => void;
}

/**
 * The changes of an installation, and beside them those of its hall's queue where another core keeps that: they come with
 * every ticket of the hall, and only whoever shows the queue is told of both.
 */
export function changes(): Changes & { readonly ofHall: Changes } {
  const own = new Set<() => void>();
  const ofHall = new Set<() => void>();
  const tell = (...all: ReadonlySet<() => void>[]): void => {
    for (const listener of all.flatMap((each) => [...each])) listener();
  };
  const listening = (listeners: Set<() => void>) => (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    changed: () => tell(own, ofHall),
    onChange: listening(own),
    ofHall: { changed: () => tell(ofHall), onChange: listening(ofHall) },
  };
}
