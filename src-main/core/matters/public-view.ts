import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { MatterDetail } from '#shared/contracts/matter-views.ts';
import { matterSlip } from '#shared/matters/slip.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { Store } from '../store/store.ts';
import type { Catalogue } from './catalogue.ts';

/** What the public is told about a matter (M3): on the citizen's own screen, and to take home. */
export type PublicView = ReturnType<typeof publicView>;

export function publicView(
  store: Store,
  {
    catalogue,
    devices,
    visitId,
  }: { catalogue: Catalogue; devices: DeviceDesk; visitId: () => string | null },
) {
  /** With the visit that it was shown in: the next citizen begins with a screen of their own. */
  let shown: { code: string; visitId: string | null } | null = null;
  const unknown = refused('matterUnknown', '没有找到这个事项，请重新查找。');

  return {
    /** Shows a matter on the citizen's screen in place of the entries; null gives them their screen back. */
    show(code: string | null): { kind: 'done' } | Refused {
      if (code !== null && catalogue.find(code) === undefined) return unknown;
      shown = code === null ? null : { code, visitId: visitId() };
      store.changed();
      return { kind: 'done' };
    },

    shown(): MatterDetail | null {
      if (shown === null || shown.visitId !== visitId()) return null;
      const matter = catalogue.find(shown.code);
      return matter === undefined ? null : catalogue.detail(matter);
    },

    /** Prints it at the counter's ticket printer. */
    print(code: string): { kind: 'done' } | Refused {
      const matter = catalogue.find(code);
      if (matter === undefined) return unknown;
      const { organisationId } = store.knowledge.place();
      const slip = matterSlip(catalogue.detail(matter), {
        organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
        today: beijingDateOf(store.now()),
      });
      devices.enter('counter', { title: `办事指南 ${matter.name}`, subjectId: matter.code, slip })();
      return { kind: 'done' };
    },
  };
}
