import { beforeAll, describe, expect, it } from 'vitest';
import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { done, enterDraft } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';

const strokes = ['100,80,50,0 140,120,60,24', '200,90,40,0 260,150,55,30'];
let counter: Counter;

beforeAll(async () => {
  counter = await startCounter({ folder: tempFolder() });
  await counter.signIn();
});

const entries = async (
  what: string,
  fits: (shown: Extract<CitizenScreen, { kind: 'entries' }>) => boolean,
) => {
  const shown = await counter.onCitizen.when(what, (screen) => screen.kind === 'entries' && fits(screen));
  if (shown.kind !== 'entries') throw new Error('no entries are shown');
  return shown;
};
const signed = async () => (await counter.onDesk.now()).visit?.draft.signed;

describe('the citizen’s signature for what was entered', () => {
  it('is asked for where there is something to sign on, and only there', async () => {
    await enterDraft(counter.clerk);
    expect((await entries('complete', ({ complete }) => complete)).mayBeSigned).toBe(false);
    await done(
      counter.clerk.devices.save({
        profile: {
          ...{ id: 'pad', name: '签字板', place: 'counter', kind: 'signaturePad', address: 'page' },
          ...{ width: '80mm', spare: false, fingerprint: false, led: null },
        },
      }),
    );
    await entries('something to sign on', ({ mayBeSigned }) => mayBeSigned);
  });

  it('stands for these entries and no others', async () => {
    const { digest } = await entries('complete', ({ complete }) => complete);
    await done(counter.citizen.confirm({ digest, signature: strokes }));
    expect(await signed()).toBe(true);
    await done(counter.clerk.draft.tickMaterial({ materialId: await firstMaterial(), ticked: false }));
    expect(await signed()).toBe(false);
    await done(counter.clerk.draft.tickAllMaterials());
    expect(await signed()).toBe(true);
  });

  it('goes with the case and onto its receipt, on the applicant’s line', async () => {
    const { case: row } = await done(counter.clerk.cases.receive());
    const { confirmation } = counter.store.cases.get(row.id)?.state ?? {};
    expect(confirmation?.signature).toMatchObject({ personal: strokes });
    const preview = await done(
      counter.clerk.documents.preview({ caseId: row.id, number: `${row.caseNumber}-01` }),
    );
    expect(JSON.stringify(preview)).toContain(JSON.stringify(strokes));
  });

  it('need not be given: who only confirms has confirmed', async () => {
    await enterDraft(counter.clerk);
    const { digest } = await entries('complete', ({ complete, confirmed }) => complete && !confirmed);
    await done(counter.citizen.confirm({ digest }));
    await entries('confirmed', ({ confirmed }) => confirmed);
    expect(await signed()).toBe(false);
    const { case: row } = await done(counter.clerk.cases.receive());
    expect(counter.store.cases.get(row.id)?.state.confirmation).not.toHaveProperty('signature');
  });

  it('is nothing but strokes, and no more of them than anybody writes', async () => {
    await enterDraft(counter.clerk);
    const { digest } = await entries('complete', ({ complete, confirmed }) => complete && !confirmed);
    for (const other of [['<svg onload=x>'], [], Array.from({ length: 81 }, () => '1,1,1,1')])
      await expect(counter.citizen.confirm({ digest, signature: other })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
  });
});

async function firstMaterial(): Promise<string> {
  const { visit } = await counter.onDesk.now();
  return visit?.draft.tickedMaterialIds[0] ?? '';
}
