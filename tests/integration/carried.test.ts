import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Cable, startCable } from '../support/cable.ts';
import { done, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let cable: Cable;
/** Whose network is gone, and a neighbour who has one. */
let cutOff: Counter;
let neighbour: Counter;

beforeAll(async () => {
  const { file, codes } = hallFile();
  district = await startDistrict(file);
  cable = await startCable(district.url);
  [cutOff, neighbour] = await Promise.all([
    startCounter({ folder: tempFolder(), districtUrl: cable.url, enrolmentCode: codes.counter }),
    startCounter({ folder: tempFolder(), districtUrl: district.url, enrolmentCode: codes.neighbour }),
  ]);
  await Promise.all([cutOff.signIn(), neighbour.signIn('G1002')]);
  await cutOff.onDesk.when('online', (desk) => desk.sync.state === 'online');
  cable.unplug();
});

async function ask(text: string, ...values: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: district.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
const applied = async (caseId: string): Promise<number> =>
  (await ask(`select 1 from command where envelope #>> '{subject,id}' = $1 and outcome = 'applied'`, caseId))
    .length;
/** The second chain of the desk that is cut off, as the district has it. */
const unmaskings = () =>
  ask(
    'select seq, hash from unmasking where installation_id = $1 order by seq',
    cutOff.store.settings.get('enrolment')?.installationId ?? '',
  );
const pending = async () => cutOff.store.outbox.counts().pending;

describe('a desk without a network hands in by a sealed file', () => {
  it('that anybody carries to a desk that has one; the answer comes back the same way', async () => {
    const { id } = await takeCase(cutOff.clerk);
    await done(cutOff.clerk.cases.accept({ caseId: id }));
    expect(await pending()).toBeGreaterThan(1);

    const up = await done(cutOff.clerk.outbox.seal());
    expect(up).toMatchObject({ steps: await pending(), left: 0 });
    expect(up.file.name).toMatch(/^一窗待上传-\d{8}-[0-9a-f]{8}\.ycf$/);
    const down = await done(neighbour.clerk.outbox.carry({ text: up.file.text }));
    expect(await applied(id)).toBe(2);
    // It is another's answer: the neighbour cannot take it for itself.
    expect(await refusal(neighbour.clerk.outbox.open({ text: down.file.text }))).toMatchObject({
      code: 'notOurs',
    });

    await done(cutOff.clerk.outbox.open({ text: down.file.text }));
    expect(await pending()).toBe(0);
    expect(await cutOff.clerk.outbox.list()).toEqual([]);
    const row = (await cutOff.clerk.cases.list({ scope: 'all', text: '' })).find((each) => each.id === id);
    expect(row).toMatchObject({ status: 'accepted', pending: 0 });
  });

  it('and with what was shown unmasked there: the second chain goes along, once, and goes on from there', async () => {
    const looks = () => cutOff.store.db.prepare('SELECT seq, hash FROM unmasking ORDER BY id').all();
    const { id } = await takeCase(cutOff.clerk);
    const look = () => done(cutOff.clerk.cases.reveal({ caseId: id }));
    await look();
    await look();
    const first = await done(cutOff.clerk.outbox.seal());
    await look();
    for (let turn = 0; turn < 2; turn += 1) {
      const { file } = await done(neighbour.clerk.outbox.carry({ text: first.file.text }));
      await done(cutOff.clerk.outbox.open({ text: file.text }));
      expect(await unmaskings()).toEqual(looks().slice(0, -1));
    }
    const { unmaskings: parts } = cutOff.core.parts;
    expect(parts.waiting(10)?.links).toHaveLength(1);
    const second = await done(cutOff.clerk.outbox.seal());
    const { file } = await done(neighbour.clerk.outbox.carry({ text: second.file.text }));
    await done(cutOff.clerk.outbox.open({ text: file.text }));
    expect(await unmaskings()).toEqual(looks());
    expect(parts.waiting(10)).toBeNull();
  });

  it('carried twice, or after the line is back, it is done once', async () => {
    const { id } = await takeCase(cutOff.clerk);
    const { file } = await done(cutOff.clerk.outbox.seal());
    const first = await done(neighbour.clerk.outbox.carry({ text: file.text }));
    const second = await done(neighbour.clerk.outbox.carry({ text: file.text }));
    expect(await applied(id)).toBe(1);
    await done(cutOff.clerk.outbox.open({ text: second.file.text }));
    await done(cutOff.clerk.outbox.open({ text: first.file.text }));
    expect(await pending()).toBe(0);

    const { id: next } = await takeCase(cutOff.clerk);
    const again = await done(cutOff.clerk.outbox.seal());
    cable.plugIn();
    await done(cutOff.clerk.outbox.sendNow());
    await until('all is handed in by the line', async () => (await pending()) === 0 || null);
    const late = await done(neighbour.clerk.outbox.carry({ text: again.file.text }));
    await done(cutOff.clerk.outbox.open({ text: late.file.text }));
    expect(await applied(next)).toBe(1);
    expect(cutOff.store.outbox.counts()).toMatchObject({ pending: 0, attention: 0 });
    cable.unplug();
  });

  it('that nobody on the way can read or change', async () => {
    await takeCase(cutOff.clerk);
    const { file } = await done(cutOff.clerk.outbox.seal());
    expect(file.text).not.toContain('豫');
    expect(Buffer.from(JSON.parse(file.text).sealed, 'base64').toString('latin1')).not.toContain(
      'receiveCase',
    );
    const changed = JSON.parse(file.text);
    const bytes = Buffer.from(changed.sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    for (const spoilt of [
      { ...changed, sealed: bytes.toString('base64') },
      { ...JSON.parse(file.text), id: crypto.randomUUID() },
    ])
      expect(await refusal(neighbour.clerk.outbox.carry({ text: JSON.stringify(spoilt) }))).toMatchObject({
        code: 'notReadable',
      });
    const { file: answer } = await done(neighbour.clerk.outbox.carry({ text: file.text }));
    const cut = { ...JSON.parse(answer.text), sealed: JSON.parse(answer.text).sealed.slice(0, -8) };
    expect(await refusal(cutOff.clerk.outbox.open({ text: JSON.stringify(cut) }))).toMatchObject({
      code: 'notReadable',
    });
    await done(cutOff.clerk.outbox.open({ text: answer.text }));
  });

  it('and whoever picks the wrong file, or the wrong way, is told what to do instead', async () => {
    const { file } = await done(cutOff.clerk.outbox.seal());
    const codes = async (answers: Promise<never>[]) =>
      Promise.all(answers.map(async (each) => (await refusal(each)).code));
    const given = (answer: Promise<unknown>) => answer as Promise<never>;
    expect(
      await codes([
        given(neighbour.clerk.outbox.carry({ text: 'a shopping list' })),
        given(cutOff.clerk.outbox.open({ text: '{}' })),
        given(cutOff.clerk.outbox.open({ text: file.text })),
        // The line is out here as well.
        given(cutOff.clerk.outbox.carry({ text: file.text })),
      ]),
    ).toEqual(['notCarried', 'notCarried', 'wayThere', 'outOfReach']);
    const down = await done(neighbour.clerk.outbox.carry({ text: file.text }));
    expect(await refusal(neighbour.clerk.outbox.carry({ text: down.file.text }))).toMatchObject({
      code: 'wayBack',
    });
  });
});
