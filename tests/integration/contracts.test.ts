import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { type ClientLink, ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { type AnyContractRouter, isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Audience, linkPath, linkProtocol } from '#shared/contracts/audience.ts';
import { boardContract } from '#shared/contracts/board.ts';
import { citizenContract } from '#shared/contracts/citizen.ts';
import { clerkContract } from '#shared/contracts/clerk.ts';
import { departmentContract } from '#shared/contracts/department.ts';
import { kioskContract } from '#shared/contracts/kiosk.ts';
import { type BrowserShell, openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { contractServer, type Port } from '../../src-main/core/contract-server.ts';
import {
  applicant,
  done,
  enterDraft,
  matters,
  prepareInstallation,
  silentLog,
  takeCase,
  uuidv7,
} from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { until } from '../support/wait.ts';

type Link = ClientLink<Record<never, never>>;

/** The paths of all procedures of a contract. */
function pathsOf(contract: AnyContractRouter, path: readonly string[] = []): string[][] {
  if (isContractProcedure(contract)) return [[...path]];
  return Object.entries(contract).flatMap(([name, inner]) => pathsOf(inner, [...path, name]));
}
const clerkPaths = pathsOf(clerkContract);
const nameOf = (path: readonly string[]) => path.join('.');

let counter: Counter;
let shell: BrowserShell;
let caseId: string;
const tokens: Partial<Record<Audience, string>> = {};
const cleanUps: (() => void)[] = [];

beforeAll(async () => {
  counter = await startCounter({ folder: prepareInstallation(tempFolder()) });
  await counter.signIn();
  caseId = (await takeCase(counter.clerk)).id;
  await enterDraft(counter.clerk);
  const server = contractServer(counter.routers);
  for (const audience of server.audiences) tokens[audience] = randomBytes(24).toString('base64url');
  shell = await openBrowserShell({ server, rendererFolder: tempFolder(), port: 0, tokens, log: silentLog });
});
afterAll(async () => {
  for (const cleanUp of cleanUps) cleanUp();
  await shell.close();
});

/** A link over a port, as a window of the shell has it. */
function overPort(audience: Audience): Link {
  const { port1, port2 } = new MessageChannel();
  contractServer(counter.routers).servePort(audience, port1 as unknown as Port);
  port1.start();
  port2.start();
  cleanUps.push(() => port1.close());
  return new PortLink({ port: port2 });
}

/** A link over a WebSocket, as a page in a plain browser has it. */
async function overSocket(audience: Audience): Promise<Link> {
  const origin = `http://127.0.0.1:${shell.port}`;
  const address = `ws://127.0.0.1:${shell.port}${linkPath(audience)}`;
  const socket = new WebSocket(address, [linkProtocol, tokens[audience] ?? ''], { origin });
  await once(socket, 'open');
  cleanUps.push(() => socket.terminate());
  return new SocketLink({ websocket: socket as unknown as globalThis.WebSocket });
}

/** What fits each procedure that asks for something, at this counter. */
const inputs = (): Record<string, unknown> => ({
  signIn: { staffNumber: 'G1001', password: 'demo-G1001' },
  'queue.callNext': {},
  'draft.setApplicant': applicant,
  'draft.setMatter': { code: matters.own },
  'draft.tickMaterial': { materialId: 'resident-id-card', ticked: false },
  'cases.accept': { caseId },
  'cases.issue': { caseId },
  'cases.deliver': { caseId, recipientName: '豫小满', relation: 'self' },
  'cases.list': { scope: 'all', text: '' },
  'cases.get': { caseId },
  'cases.reprint': { caseId },
  'cases.reveal': { caseId },
  'cases.signOff': { caseId, outcome: 'approved', opinion: '同意。' },
  'matters.search': { text: 'lsjz' },
  'matters.get': { code: matters.sunk },
  issue: { ticketId: uuidv7(), categoryId: 'civil' },
  reveal: { digest: 'sha256:0' },
  confirm: { digest: 'sha256:0' },
});

/** How the other side answered: the code of its error, or `answered`. */
async function answerTo(link: Link, path: readonly string[], input: unknown): Promise<string> {
  try {
    await link.call(path, input, { context: {} });
    return 'answered';
  } catch (error) {
    if (error instanceof ORPCError) return error.code;
    throw error;
  }
}

/** Everything that an act could have left behind. */
const traces = () => ({
  chain: counter.store.settings.get('chain'),
  ...Object.fromEntries(
    ['draft', 'case_file', 'visit', 'ticket', 'unmasking', 'print_job', 'serial'].map((table) => [
      table,
      counter.store.db.prepare(`SELECT * FROM ${table}`).all(),
    ]),
  ),
});

describe('a link belongs to one audience', () => {
  const strangers = [
    ['citizen', citizenContract],
    ['kiosk', kioskContract],
    ['board', boardContract],
  ] as const;
  const kinds = [
    ['port', async (audience: Audience) => overPort(audience)],
    ['WebSocket', overSocket],
  ] as const;

  it.each(
    strangers.flatMap(([audience, contract]) =>
      kinds.map(([kind, open]) => ({ audience, kind, own: pathsOf(contract).map(nameOf), open })),
    ),
  )(
    'the $audience’s $kind reaches nothing of the clerk’s, though a clerk is signed in',
    async ({ audience, own, open }) => {
      const link = await open(audience);
      const before = traces();
      const foreign = clerkPaths.filter((path) => !own.includes(nameOf(path)));
      expect(foreign.length).toBe(clerkPaths.length - 1);
      for (const path of foreign) {
        expect(await answerTo(link, path, inputs()[nameOf(path)]), nameOf(path)).toBe('NOT_FOUND');
      }
      for (const path of [
        ['clerk', 'watch'],
        ['constructor'],
        ['__proto__', 'watch'],
        ['watch', 'handler'],
      ]) {
        expect(await answerTo(link, path, undefined), nameOf(path)).toBe('NOT_FOUND');
      }
      expect(traces()).toEqual(before);
    },
  );

  it.each(kinds)('over a %s each screen gets its own view and not the desk’s', async (_, open) => {
    const shown: Record<string, string> = {};
    for (const audience of ['citizen', 'kiosk', 'board', 'clerk'] as const) {
      const ending = new AbortController();
      const link = await open(audience);
      const views = (await link.call(['watch'], undefined, {
        context: {},
        signal: ending.signal,
      })) as AsyncIterable<object>;
      for await (const view of views) {
        shown[audience] = Object.keys(view).join(' ');
        break;
      }
      ending.abort();
    }
    expect(shown.clerk).toContain('queue');
    for (const audience of ['citizen', 'kiosk', 'board']) {
      expect(shown[audience]).not.toMatch(/queue|visit|counts|sync|person/);
    }
  });

  it('a counter serves no department, and its shell opens no link for one', () => {
    expect(() => overPort('department')).toThrow('department');
    expect(() => shell.url('department')).toThrow('department');
  });
});

describe('what goes over a link is checked', () => {
  it('every procedure that asks for something refuses what does not fit, and nothing comes of it', async () => {
    const links: [Link, AnyContractRouter][] = [
      [overPort('clerk'), clerkContract],
      [overPort('citizen'), citizenContract],
      [overPort('kiosk'), kioskContract],
    ];
    const before = traces();
    for (const [link, contract] of links) {
      for (const path of pathsOf(contract)) {
        if (inputs()[nameOf(path)] === undefined) continue;
        for (const input of [undefined, 7, 'text', [], { caseId: 'not-an-id', text: 'x'.repeat(101) }]) {
          if (nameOf(path) === 'queue.callNext' && typeof input === 'object' && !Array.isArray(input))
            continue;
          const told = `${nameOf(path)} ${JSON.stringify(input)}`;
          expect(await answerTo(link, path, input), told).toBe('BAD_REQUEST');
        }
      }
    }
    expect(traces()).toEqual(before);
  });

  it('has an example for every procedure that asks for something', () => {
    const asking = (contract: AnyContractRouter, path: readonly string[]): boolean => {
      const found = path.reduce<AnyContractRouter>(
        (at, name) => (at as Record<string, AnyContractRouter>)[name] ?? {},
        contract,
      );
      return isContractProcedure(found) && found['~orpc'].inputSchema !== undefined;
    };
    for (const contract of [
      clerkContract,
      citizenContract,
      kioskContract,
      boardContract,
      departmentContract,
    ]) {
      for (const path of pathsOf(contract)) {
        expect(Object.hasOwn(inputs(), nameOf(path)), nameOf(path)).toBe(asking(contract, path));
      }
    }
  });

  it('a view that does not fit its contract never leaves the core, and its error tells nothing of it', async () => {
    const link = overPort('clerk');
    const list = () => link.call(['cases', 'list'], { scope: 'all', text: '' }, { context: {} });
    expect(await list()).toHaveLength(1);
    const set = (status: string) =>
      counter.store.db.prepare(`UPDATE case_file SET state = json_set(state, '$.status', ?)`).run(status);
    set('forgotten');
    try {
      const error = await list().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(ORPCError);
      expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
      expect(JSON.stringify(error)).not.toMatch(/豫|41010419|forgotten/);
    } finally {
      set('received');
    }
    expect(await list()).toHaveLength(1);
  });

  it('an answer that is no district’s is not taken over by the core', async () => {
    let asked = 0;
    const stranger = createServer((_, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ kind: 'taken', epoch: 'epoch-1', cookie: 7, changes: 'none', serverTime: 'soon' }),
      );
    });
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const misled = await startCounter({
      folder: prepareInstallation(tempFolder()),
      districtUrl: `http://127.0.0.1:${port}`,
    });
    await until('it was asked', () => asked > 2 || null);
    const { sync } = await misled.onDesk.when('offline', (desk) => desk.sync.state === 'offline');
    expect(sync.sentence).toBe('区级平台连不上，照常办理，恢复后自动上传');
    expect(misled.store.settings.get('cookie')).toBeNull();
    expect(misled.store.settings.get('serverTime')).toBeNull();
    await misled.close();
    stranger.closeAllConnections();
    stranger.close();
  });
});

describe('while nobody is signed in', () => {
  /** What is open to somebody who has not signed in: the sign-in page, published matters, a nudge to the sync. */
  const open = ['watch', 'signIn', 'signOut', 'matters.search', 'matters.get', 'outbox.sendNow'];
  /** What answers, and tells nothing. */
  const silent: Record<string, unknown> = { 'cases.list': [], 'cases.get': null, 'outbox.list': [] };

  let department: Department;
  beforeAll(async () => {
    await done(counter.clerk.signOut());
    department = await startDepartment({ folder: prepareInstallation(tempFolder(), { kind: 'department' }) });
  });

  const walk = async (link: Link, contract: AnyContractRouter, examples = inputs()) => {
    const refused: string[] = [];
    for (const path of pathsOf(contract)) {
      const name = nameOf(path);
      if (open.includes(name)) continue;
      const answer = await link.call(path, examples[name], { context: {} });
      if (Object.hasOwn(silent, name)) expect(answer, name).toEqual(silent[name]);
      else {
        expect(answer, name).toEqual({
          kind: 'refused',
          refusal: { code: 'nobodySignedIn', message: '还没有登录，请先登录。' },
        });
        refused.push(name);
      }
    }
    return refused;
  };

  it('every procedure of the clerk that changes or reveals something is refused', async () => {
    const before = traces();
    expect(await walk(overPort('clerk'), clerkContract)).toEqual([
      ...['queue.callNext', 'queue.recall', 'queue.miss', 'queue.arrive'],
      ...['visits.open', 'visits.close'],
      ...[
        'draft.setApplicant',
        'draft.setMatter',
        'draft.tickMaterial',
        'draft.tickAllMaterials',
        'draft.reveal',
      ],
      ...['cases.receive', 'cases.accept', 'cases.issue', 'cases.deliver', 'cases.reprint', 'cases.reveal'],
    ]);
    expect(traces()).toEqual(before);
  });

  it('and so is every one of the department', async () => {
    const { port1, port2 } = new MessageChannel();
    contractServer(department.routers).servePort('department', port1 as unknown as Port);
    port1.start();
    port2.start();
    cleanUps.push(() => port1.close());
    const examples = { ...inputs(), 'cases.list': { scope: 'inbox' } };
    const refused = await walk(new PortLink({ port: port2 }), departmentContract, examples);
    expect(refused).toEqual(['cases.signOff', 'cases.reveal']);
    expect(department.store.settings.get('chain')).toBeNull();
  });

  it('a person who may not decide is refused by their posting, not by the page that they use', async () => {
    // A clerk has no way to sign off over their own contract; a reviewer has one, and may not use it.
    await done(department.desk.signIn({ staffNumber: 'G3001', password: 'demo-G3001' }));
    department.store.confirmation.applyPull({
      ...{ epoch: 'epoch-1', cookie: 'c', lastSeq: 0, more: false, reference: null },
      serverTime: department.store.now(),
      changes: [
        {
          kind: 'caseFile',
          id: caseId,
          revision: 2,
          state: { ...counter.store.cases.get(caseId)?.state, status: 'accepted' },
        },
      ],
    });
    expect(await department.desk.cases.signOff({ caseId, outcome: 'approved', opinion: '同意。' })).toEqual({
      kind: 'refused',
      refusal: { code: 'notAuthorised', message: '您的岗位没有这项权限，请换由有权限的同事办理。' },
    });
  });
});
