import { v7 as uuidv7 } from 'uuid';
import { momentOf } from '#shared/clock/evidence.ts';
import type { LocalFactsRow } from '#shared/contracts/office-matters.ts';
import type { Actor } from '#shared/identity/authority.ts';
import { mayGive } from '#shared/identity/may-give.ts';
import { type LocalFacts, localFields } from '#shared/matters/local-facts.ts';
import type { Matter } from '#shared/matters/matter.ts';
import { takes } from '#shared/matters/taking.ts';
import { newestVersions } from '#shared/matters/versions.ts';
import type { CommandArgs } from '#shared/subjects.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';

/** What an office has said so far, the latest first. */
const saidBy = (store: Store, organisationId: string): LocalFacts[] =>
  store.localFacts.where('organisation_id = ? ORDER BY id DESC', organisationId).map(({ state }) => state);

/** What this machine's own office says about a matter, after the public fields. */
export function localFieldsHere(store: Store, code: string) {
  return localFields(saidBy(store, store.knowledge.place().organisationId), code);
}

/** What centres and stations say of their own about a matter, at an office. */
export type LocalFactsDesk = ReturnType<typeof localFactsDesk>;

export function localFactsDesk(store: Store) {
  const nameOf = (personId: string): string =>
    store.knowledge.staff().find((posting) => posting.personId === personId)?.name ?? '';

  /** Each office that takes the matter and has said something, or whose it is to say. */
  function list(actor: Actor, code: string): LocalFactsRow[] {
    const matter: Matter | undefined = newestVersions(store.knowledge.matters()).find(
      (each) => each.code === code,
    );
    if (matter === undefined) return [];
    return store.knowledge
      .facts()
      .organisations.filter((office) => takes(matter, office))
      .flatMap((office) => {
        const said = saidBy(store, office.id);
        const own = said.find(({ matterCode }) => matterCode === code);
        const general = said.find(({ matterCode }) => matterCode === null);
        const mayChange =
          mayGive(actor.role, 'setLocalFacts') &&
          (actor.role === 'systemAdmin' || actor.organisationId === String(office.id));
        if (own === undefined && general === undefined && !mayChange) return [];
        const latest = own ?? general;
        return [
          {
            organisationId: String(office.id),
            organisationName: office.name,
            fields: [...localFields(said, code)],
            own: valuesOf(own),
            general: valuesOf(general),
            by: latest === undefined ? null : nameOf(latest.set.by),
            at: latest === undefined ? null : momentOf(latest.set.at),
            mayChange,
          },
        ];
      });
  }

  return {
    list,
    set: (acting: Acting, args: CommandArgs<'setLocalFacts'>) =>
      store.perform(acting, [{ name: 'setLocalFacts', subject: { kind: 'localFacts', id: uuidv7() }, args }]),
  };
}

const valuesOf = (facts: LocalFacts | undefined) => ({
  hours: facts?.hours ?? '',
  phone: facts?.phone ?? '',
  place: facts?.place ?? '',
});
