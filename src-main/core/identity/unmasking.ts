import type { SubjectKind } from '#shared/sync/command.ts';
import type { Store } from '../store/store.ts';

/** Records who looked at what that is masked otherwise, before it is shown. */
export function unmaskings(store: Store) {
  const insert = store.db.prepare(
    'INSERT INTO unmasking (at, actor_id, subject_kind, subject_id, place) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    record(
      actorId: string,
      kind: SubjectKind,
      id: string,
      place: 'desk' | 'citizenScreen' | 'department',
    ): void {
      insert.run(store.now(), actorId, kind, id, place);
    },
  };
}
