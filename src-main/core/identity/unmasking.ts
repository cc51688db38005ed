import type { Instant } from '#shared/clock/beijing.ts';
import { chainStart, type SubjectKind } from '#shared/sync/command.ts';
import { hashUnmasking, type Unmasking } from '#shared/sync/unmasking.ts';
import type { Store } from '../store/store.ts';

/** Where a link stands: its row, and its place in the chain. */
export interface Place {
  id: number;
  seq: number;
  hash: string;
}
interface Row {
  id: number;
  at: Instant;
  actor_id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  place: Unmasking['place'];
  hash: string | null;
}

/** What was shown unmasked here, and how far the district has it. */
export type Unmaskings = ReturnType<typeof unmaskings>;

/**
 * Records who looked at what that is masked otherwise, before it is shown, as a chain: each link names the hash of the
 * one before, so that what is taken out or altered afterwards shows at the district.
 */
export function unmaskings(store: Store) {
  const { db, settings } = store;
  const insert = db.prepare(
    `INSERT INTO unmasking (at, actor_id, subject_kind, subject_id, place, seq, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const after = db.prepare<[number, number], Row>('SELECT * FROM unmasking WHERE id > ? ORDER BY id LIMIT ?');
  const newest = db.prepare<[number], Place>(
    'SELECT id, seq, hash FROM unmasking WHERE id > ? ORDER BY id DESC LIMIT 1',
  );
  const place = db.prepare('UPDATE unmasking SET seq = ?, hash = ? WHERE id = ?');
  const bySeq = db.prepare<[number, number], Place>(
    'SELECT id, seq, hash FROM unmasking WHERE seq = ? AND id <= ? ORDER BY id DESC LIMIT 1',
  );

  const { installationId } = store.knowledge.place();
  const held = settings.get('unmaskedUpTo');
  // What was recorded before there was a chain, and what waits where the installation has become another one.
  if (held === null || held.installationId !== installationId)
    relink({ id: held?.id ?? 0, seq: 0, hash: chainStart });

  function upTo(): Place {
    return settings.get('unmaskedUpTo') ?? { id: 0, seq: 0, hash: chainStart };
  }
  function keep({ id, seq, hash }: Place): void {
    settings.set('unmaskedUpTo', { installationId, id, seq, hash });
  }

  function linkOf(row: Omit<Row, 'id' | 'hash'>, last: Omit<Place, 'id'>): Unmasking {
    return {
      ...{ seq: last.seq + 1, at: row.at, actorId: row.actor_id, place: row.place, prevHash: last.hash },
      subject: { kind: row.subject_kind, id: row.subject_id },
    };
  }

  /** Lets what waits follow another link. */
  function relink(from: Place): void {
    db.transaction(() => {
      keep(from);
      let last: Omit<Place, 'id'> = from;
      for (const row of after.all(from.id, -1)) {
        const link = linkOf(row, last);
        last = { seq: link.seq, hash: hashUnmasking(link) };
        place.run(last.seq, last.hash, row.id);
      }
    })();
  }

  /** The district has raised an alarm and stands at this link: what it does not have follows that. */
  function goOnAfter(last: { seq: number; hash: string }): void {
    const row = bySeq.get(last.seq, newest.get(0)?.id ?? 0);
    relink({ id: row?.hash === last.hash ? row.id : upTo().id, ...last });
  }

  return {
    record(actorId: string, kind: SubjectKind, id: string, at: Unmasking['place']): void {
      const now = store.now();
      const confirmed = upTo();
      const last = newest.get(confirmed.id) ?? confirmed;
      const row = { at: now, actor_id: actorId, subject_kind: kind, subject_id: id, place: at };
      const link = linkOf(row, last);
      insert.run(now, actorId, kind, id, at, link.seq, hashUnmasking(link));
    },

    /**
     * What the district does not have yet, in order, with the place of the last as it was recorded; null where that is
     * nothing.
     * @param from the place behind which to begin; where nothing is said, behind what the district has
     */
    waiting(most: number, from: Place = upTo()): { links: Unmasking[]; last: Place } | null {
      let last = from;
      const links: Unmasking[] = [];
      for (const row of after.all(from.id, most)) {
        const link = linkOf(row, last);
        links.push(link);
        // As it was recorded, not as it reads now: an alteration is for the district to see.
        last = { id: row.id, seq: link.seq, hash: row.hash ?? hashUnmasking(link) };
      }
      return links.length === 0 ? null : { links, last };
    },

    /** The district has everything up to this link; what it says of a chain that was relinked since is of no use. */
    confirm(last: { seq: number; hash: string }): void {
      const row = bySeq.get(last.seq, newest.get(0)?.id ?? 0);
      if (row?.hash === last.hash && row.id > upTo().id) keep(row);
    },

    /** A restored district stands at this link: what it lacks is handed in again, in its place. */
    goBackTo(last: { seq: number; hash: string }): void {
      const row = bySeq.get(last.seq, upTo().id);
      if (row?.hash === last.hash) keep(row);
      else goOnAfter(last);
    },
    goOnAfter,
  };
}
