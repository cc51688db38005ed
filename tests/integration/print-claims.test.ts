import { beforeAll, describe, expect, it } from 'vitest';
import type { Slip } from '#shared/devices/slip.ts';
import { deviceDesk, unclaimed } from '../../src-main/core/devices/device-desk.ts';
import { startVirtualPrinter } from '../../src-main/demo/devices/virtual-printer.ts';
import { prepareInstallation, storeIn } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/wait.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, type TestInstallation, uuidv7 } from './installation.ts';

let district: TestDistrict;
let one: TestInstallation;
let two: TestInstallation;
beforeAll(async () => {
  district = await startDistrict();
  one = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  two = await enrolInstallation(district.url, 'CODE-HANGHAI-2');
});

const certificate: Slip = { width: '80mm', title: '证照', lines: [{ kind: 'text', text: '正本' }] };

describe('the one print of a certificate', () => {
  it('goes to the first job that asks, which may ask again; no other gets it', async () => {
    const certificateId = uuidv7();
    const [first, second] = [uuidv7(), uuidv7()];
    expect(await one.client.claimPrint({ jobId: first, certificateId })).toEqual({ kind: 'done' });
    expect(await one.client.claimPrint({ jobId: first, certificateId })).toEqual({ kind: 'done' });
    expect(await two.client.claimPrint({ jobId: second, certificateId })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'certificateClaimed' },
    });
  });

  it('goes to one of many that ask at the same moment', async () => {
    const certificateId = uuidv7();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        (turn % 2 === 0 ? one : two).client.claimPrint({ jobId: uuidv7(), certificateId }),
      ),
    );
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(1);
  });

  it('comes out of a printer only with the district’s leave, and waits without it', async () => {
    const virtual = await startVirtualPrinter();
    const folder = prepareInstallation(tempFolder());
    const store = storeIn(folder);
    let reachable = false;
    const desk = deviceDesk(store, {
      provisioned: [
        {
          ...{ id: 'a', name: '小票机', place: 'counter', kind: 'ticketPrinter', width: '80mm' },
          ...{ address: `tcp://127.0.0.1:${virtual.port}`, spare: false, fingerprint: false, led: null },
        },
      ],
      claim: async (jobId, certificateId) =>
        reachable ? one.client.claimPrint({ jobId, certificateId }) : unclaimed,
    });
    const subjectId = uuidv7();
    const settled = (state: string) => until(state, () => desk.printOf(subjectId)?.state === state);
    desk.enter('counter', { title: '证照', subjectId, slip: certificate, kind: 'certificate' })();
    await settled('failed');
    expect(virtual.papers()).toEqual([]);
    reachable = true;
    const jobId = desk.printOf(subjectId)?.id ?? '';
    expect(desk.retry(jobId)).toEqual({ kind: 'done' });
    await settled('printed');
    expect(virtual.papers()).toHaveLength(1);
    // A second one would be a second certificate.
    expect(desk.reprint(jobId)).toEqual({ kind: 'done' });
    await settled('failed');
    expect(desk.printOf(subjectId)?.sentence).toContain('补证');
    expect(virtual.papers()).toHaveLength(1);
    await desk.close();
    await virtual.close();
    store.close();
  });
});
