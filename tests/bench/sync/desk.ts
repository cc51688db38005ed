/**
 * An installation as a process of its own, with the real store and the real exchange:
 *   enrol <folder> <url> <code>   becomes an installation
 *   fill <folder> <cases>         takes cases in while the district is out of reach
 *   drain <folder> <url>          hands everything in and hears that it is confirmed
 *   pull <folder> <url>           fetches everything that the district has for it
 * Answers over the IPC channel.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { v7 as uuidv7 } from 'uuid';
import { formatCaseNumber, serialsPerDay } from '#shared/cases/case-number.ts';
import type { BeijingDate } from '#shared/clock/beijing.ts';
import { ensureEnrolled } from '../../../src-main/core/identity/enrolment.ts';
import type { Acting, Intent } from '../../../src-main/core/store/commands.ts';
import { machineClock } from '../../../src-main/core/store/device-clock.ts';
import { fileKeyProvider } from '../../../src-main/core/store/key-provider.ts';
import { newSalt } from '../../../src-main/core/store/salt.ts';
import { openStore, type Store } from '../../../src-main/core/store/store.ts';
import { districtClient } from '../../../src-main/core/sync/district-client.ts';
import { exchangeWith } from '../../../src-main/core/sync/exchange.ts';
import { keepYoungMemorySmall } from '../../../src-main/core/young-memory.ts';
import { demoHall } from '../../../src-main/demo/hall.ts';
import { watchMemory } from './memory.ts';

keepYoungMemorySmall();
const [, , work, folder = '', given = '', code = ''] = process.argv;
const store = openStore({
  folder: join(folder, 'store'),
  keys: fileKeyProvider(join(folder, 'store.key')),
  clock: machineClock,
});
const runId = randomUUID();
const district = () => districtClient(given, () => store.settings.get('enrolment')?.token ?? null);
const log = { warn: (details: object, message: string) => console.error(message, details) };

function acting(): Acting {
  const posting = demoHall.staff.find((each) => each.posting.staffNumber === 'G1001')?.posting;
  if (posting === undefined) throw new Error('nobody is posted there');
  const { personId, postingId, role, organisationId } = posting;
  return {
    actor: { actorId: personId, postingId, role, organisationId },
    ...{ sessionId: 'session', authMode: 'offline', channel: 'counter' },
    sign: () => '',
  } as Acting;
}

const days = ['2026-09-21', '2026-09-22', '2026-09-23'] as BeijingDate[];

function receipt(of: Store, index: number): Intent {
  const { areaCode, series } = of.knowledge.place();
  const [matter] = of.knowledge.matters();
  const date = days[Math.floor(index / serialsPerDay)];
  if (matter === undefined || date === undefined) throw new Error('no matter, or no day');
  return {
    name: 'receiveCase',
    subject: { kind: 'caseFile', id: uuidv7() },
    args: {
      caseNumber: formatCaseNumber({ areaCode, date, series, serial: (index % serialsPerDay) + 1 }),
      visitId: uuidv7(),
      matterCode: matter.code,
      matterVersion: matter.version,
      applicant: {
        salt: newSalt(),
        personal: {
          ...{ kind: 'person', name: '豫小满', idNumber: '41010419900321998X', phone: '13812345678' },
          ...{ address: `河南省郑州市管城回族区清和里${index}号院2号楼15号`, source: 'typed' },
        },
      },
      situations: [],
      agent: null,
      attachments: [],
      materials: matter.materials.map(({ id, name, form, copies }) => ({
        materialId: id,
        name,
        form,
        copies,
      })),
      serviceMode: 'counter',
      confirmation: null,
    },
  } as Intent;
}

async function turns(): Promise<void> {
  const memory = watchMemory();
  const exchange = exchangeWith({
    ...{ store, district: district(), clock: machineClock, appVersion: '0.1.0', runId, log },
    signal: new AbortController().signal,
  });
  const waiting = store.outbox.counts().pending;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  let handedIn = 0;
  store.onChange(() => {
    if (handedIn === 0 && store.outbox.counts().pending === 0) handedIn = performance.now();
  });
  await exchange.turn();
  const ended = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const left = store.outbox.counts();
  // Going up ends with the district's last answer; what it confirms comes down after that.
  const seconds = ((work === 'drain' ? handedIn : ended) - begun) / 1000;
  const confirmedSeconds = (ended - begun) / 1000;
  const count = waiting === 0 ? store.cases.count('1 = 1') : waiting - left.pending;
  process.send?.({
    count,
    seconds,
    confirmedSeconds,
    cpuSeconds: (user + system) / 1e6,
    rss: memory.end(),
    attention: left.attention,
    blocked: exchange.blocked(),
  });
}

if (work === 'enrol') {
  await ensureEnrolled({
    ...{ store, district: district(), appVersion: '0.1.0', runId, log },
    grant: { code },
  });
  process.send?.({ enrolled: store.settings.get('enrolment')?.installationId });
} else if (work === 'fill') {
  for (let index = 0; index < Number(given); index += 10) {
    const intents = Array.from({ length: 10 }, (_, each) => receipt(store, index + each));
    const performed = store.perform(acting(), intents);
    if (performed.kind === 'refused') throw new Error(performed.refusal.message);
  }
  process.send?.({ filled: true });
} else if (work === 'drain' || work === 'pull') {
  await turns();
} else throw new Error(`no such work: ${work}`);
store.close();
process.disconnect();
