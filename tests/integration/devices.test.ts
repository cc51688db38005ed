import { createRouterClient } from '@orpc/server';
import { afterEach, expect, it } from 'vitest';
import type { DeviceProfile } from '#shared/devices/device-profile.ts';
import { type Paper, textOfPaper } from '#shared/devices/paper.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../src-main/demo/devices/virtual-printer.ts';
import { done, openCounter, refusal } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/wait.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function virtual() {
  const printer = await startVirtualPrinter();
  const papers: Paper[] = [];
  printer.onPaper((paper) => papers.push(paper));
  cleanUps.push(printer.close);
  return { printer, papers };
}
const profile = (
  id: string,
  { port }: Pick<VirtualPrinter, 'port'>,
  changes: Partial<DeviceProfile> = {},
): DeviceProfile => ({
  id,
  name: `小票机${id}`,
  place: 'counter',
  kind: 'ticketPrinter',
  address: `tcp://127.0.0.1:${port}`,
  width: '80mm',
  spare: false,
  fingerprint: false,
  led: null,
  ...changes,
});

async function counterWith(provisioned: DeviceProfile[], folder = tempFolder()) {
  const counter = await openCounter({ folder, provisioned });
  cleanUps.unshift(counter.close);
  const clerk = createRouterClient(counter.clerk);
  const jobs = () => clerk.devices.jobs();
  const settled = async () =>
    until('an outcome', async () => {
      const [job] = await jobs();
      return job !== undefined && job.state !== 'printing' ? job : null;
    });
  return { ...counter, clerk, jobs, settled };
}
const isWell = (clerk: Awaited<ReturnType<typeof counterWith>>['clerk'], id: string) =>
  until(`${id} is ready`, async () =>
    (await clerk.devices.list()).devices.some((each) => each.id === id && each.status.code === 'ready'),
  );

it('what one printer refused the spare prints, on its own width, under the same id, and the clerk is told which', async () => {
  const [main, spare] = [await virtual(), await virtual()];
  main.printer.setFault('paperOut');
  const { clerk, receive, settled } = await counterWith([
    profile('b', spare.printer, { spare: true, width: '58mm', name: '备用小票机' }),
    profile('a', main.printer),
  ]);
  await isWell(clerk, 'b');
  await receive();
  expect(await settled()).toMatchObject({
    state: 'printed',
    printer: '备用小票机',
    sentence: '已打印。由备用小票机代打。',
    attempts: 1,
  });
  expect([main.papers.length, spare.papers.length]).toEqual([0, 1]);
  const widest = Math.max(
    ...(spare.papers[0] ? textOfPaper(spare.papers[0]).map((line) => line.length) : []),
  );
  expect(widest).toBeLessThanOrEqual(32);
});

it('what may be on paper goes to no other printer, and is printed again only as a copy', async () => {
  const [main, spare] = [await virtual(), await virtual()];
  main.printer.setFault('cutMidJob');
  const { clerk, receive, settled, jobs } = await counterWith([
    profile('a', main.printer),
    profile('b', spare.printer, { spare: true }),
  ]);
  await isWell(clerk, 'a');
  await receive();
  const job = await settled();
  expect(job).toMatchObject({ state: 'unknown', copy: false });
  expect(spare.papers).toEqual([]);
  expect((await refusal(clerk.devices.retry({ jobId: job.id }))).message).toContain('重打');
  main.printer.setFault('none');
  await isWell(clerk, 'a');
  await done(clerk.devices.reprint({ jobId: job.id }));
  await until('the copy', async () => (await jobs())[0]?.state === 'printed');
  expect((await jobs()).map(({ state, copy }) => [state, copy])).toEqual([
    ['printed', true],
    ['unknown', false],
  ]);
  expect(main.papers.flatMap(textOfPaper).join()).toContain('（重打）');
});

it('what was not printed is tried again as the same job, without the mark of a copy', async () => {
  const main = await virtual();
  main.printer.setFault('coverOpen');
  const { clerk, receive, settled, jobs } = await counterWith([profile('a', main.printer)]);
  await receive();
  const job = await settled();
  expect(job).toMatchObject({ state: 'failed', attempts: 1 });
  expect(await refusal(clerk.devices.reprint({ jobId: job.id }))).toMatchObject({ code: 'jobNotPrinted' });
  main.printer.setFault('none');
  await isWell(clerk, 'a');
  await done(clerk.devices.retry({ jobId: job.id }));
  await until('the paper', async () => (await jobs())[0]?.state === 'printed');
  expect(await jobs()).toMatchObject([{ id: job.id, attempts: 2, copy: false }]);
  expect(main.papers.flatMap(textOfPaper).join()).not.toContain('重打');
});

it('a job belongs to the installation that entered it, also when its ledger has come to another', async () => {
  const main = await virtual();
  main.printer.setFault('coverOpen');
  const { clerk, receive, settled, store } = await counterWith([profile('a', main.printer)]);
  await receive();
  const job = await settled();
  const enrolment = store.settings.get('enrolment');
  if (enrolment === null) throw new Error('enrolled');
  store.settings.set('enrolment', { ...enrolment, installationId: 'another-machine' });
  expect(await refusal(clerk.devices.retry({ jobId: job.id }))).toMatchObject({ code: 'jobOfAnother' });
});

it('a device is changed, taken out and brought back without a restart, and stays so after one', async () => {
  const [first, second] = [await virtual(), await virtual()];
  const folder = tempFolder();
  const provisioned = [profile('a', first.printer)];
  const counter = await counterWith(provisioned, folder);
  const { clerk, receive, jobs } = counter;
  await isWell(clerk, 'a');
  await done(clerk.devices.save({ profile: profile('a', second.printer) }));
  await isWell(clerk, 'a');
  await receive();
  await until('the paper', async () => (await jobs())[0]?.state === 'printed');
  expect([first.papers.length, second.papers.length]).toEqual([0, 1]);
  expect((await clerk.devices.list()).devices).toMatchObject([{ id: 'a', overridden: true }]);
  await done(clerk.devices.remove({ id: 'a' }));
  expect(await clerk.devices.list()).toMatchObject({ devices: [], removed: [{ id: 'a' }] });

  cleanUps.shift();
  await counter.close();
  const again = await counterWith(provisioned, folder);
  expect(await again.clerk.devices.list()).toMatchObject({ devices: [], removed: [{ id: 'a' }] });
  await done(again.clerk.devices.restore({ id: 'a' }));
  expect(await again.clerk.devices.list()).toMatchObject({
    devices: [{ id: 'a', overridden: false, address: `tcp://127.0.0.1:${first.printer.port}` }],
    removed: [],
  });
});
