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
import { officeContract } from '#shared/contracts/office.ts';
import { mayCall } from '#shared/identity/may-call.ts';
import { type Role, roleSchema, staffPostingSchema } from '#shared/organisation/staff.ts';
import { type BrowserShell, openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { contractServer, type Port } from '../../src-main/core/contract-server.ts';
import {
  done,
  enterDraft,
  openInstallation,
  prepareInstallation,
  silentLog,
  storeIn,
  takeCase,
} from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter, startDepartment } from '../support/hall.ts';
import { passFor } from '../support/passes.ts';
import { until } from '../support/wait.ts';
import { inputsFor } from './contract-inputs.ts';

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

const inputs = () => inputsFor(caseId);

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
        // What a clerk may not do at all is answered so before anybody looks at what was asked.
        if (contract === clerkContract && !mayCall('clerk', 'clerk', nameOf(path))) continue;
        for (const input of [undefined, 7, 'text', [], { caseId: 'not-an-id', text: 'x'.repeat(10_001) }]) {
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
    // Nothing or empty: the next question asks from the beginning.
    expect(misled.store.settings.get('cookie') ?? '').toBe('');
    expect(misled.store.settings.get('serverTime')).toBeNull();
    await misled.close();
    stranger.closeAllConnections();
    stranger.close();
  });
});

/** Every role at one desk: somebody posted there in each, with a pass. */
function everyRoleAt(kind: 'counter' | 'backOffice' | 'department' | 'office') {
  const folder = prepareInstallation(tempFolder(), { kind });
  const store = storeIn(folder);
  const { organisationId } = store.knowledge.place();
  const postings = roleSchema.options.map((role, index) =>
    staffPostingSchema.parse({
      postingId: `posting-${role}`,
      personId: `person-${role}`,
      staffNumber: `R${1000 + index}`,
      name: `测试${index}`,
      role,
      organisationId,
      from: '2026-01-01',
      to: null,
    }),
  );
  store.knowledge.publishStaff({ version: 'every-role', postings });
  store.settings.set(
    'passes',
    Object.fromEntries(postings.map((each) => [each.staffNumber, passFor(each, 'secret', store.now())])),
  );
  store.close();
  const numberOf = (role: Role) => postings.find((each) => each.role === role)?.staffNumber ?? '';
  return { folder, numberOf };
}

/** How the gate answers: it lets the call through, or says why not. */
async function gateOf(link: Link, path: readonly string[], input: unknown): Promise<string> {
  const ending = new AbortController();
  try {
    const answer = await link.call(path, input, { context: {}, signal: ending.signal });
    const { kind, refusal } = (answer ?? {}) as { kind?: string; refusal?: { code: string } };
    const gated = ['nobodySignedIn', 'locked', 'notAuthorised'];
    return kind === 'refused' && refusal !== undefined && gated.includes(refusal.code)
      ? refusal.code
      : 'open';
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    if (error.code !== 'UNAUTHORIZED' && error.code !== 'FORBIDDEN') return 'open';
    expect(error.message).toMatch(/。$/);
    return error.data.code;
  } finally {
    ending.abort();
  }
}

describe('who may call what', () => {
  const states = [...roleSchema.options, 'nobody', 'locked'] as const;
  const desks = [
    { table: 'clerk', audience: 'clerk', kind: 'counter', contract: clerkContract },
    { table: 'backOffice', audience: 'clerk', kind: 'backOffice', contract: clerkContract },
    { table: 'department', audience: 'department', kind: 'department', contract: departmentContract },
    { table: 'office', audience: 'office', kind: 'office', contract: officeContract },
  ] as const;

  it.each(desks)('every procedure of the table $table, for every role, as the table says', async (desk) => {
    const { folder, numberOf } = everyRoleAt(desk.kind);
    const core = await openInstallation({ folder });
    const { signedIn } = core.parts;
    const { port1, port2 } = new MessageChannel();
    contractServer(core.routers).servePort(desk.audience, port1 as unknown as Port);
    port1.start();
    port2.start();
    cleanUps.push(() => port1.close());
    const link = new PortLink({ port: port2 });
    const enter = async (state: (typeof states)[number]) => {
      if (state === 'nobody') signedIn.signOut();
      else if (signedIn.acting()?.actor.role !== state)
        await done(signedIn.signIn(numberOf(state === 'locked' ? 'clerk' : state), 'secret'));
      if (state === 'locked') signedIn.lock();
    };

    const seen: Record<string, Record<string, string>> = {};
    const expected: Record<string, Record<string, string>> = {};
    // The gate stands before the input: what it does not let through is never looked at.
    for (const state of states) {
      for (const path of pathsOf(desk.contract)) {
        const name = nameOf(path);
        await enter(state);
        seen[state] ??= {};
        seen[state][name] = await gateOf(link, path, inputs()[name]);
        const role = state === 'nobody' || state === 'locked' ? null : state;
        const why = { nobody: 'nobodySignedIn', locked: 'locked' }[state as string] ?? 'notAuthorised';
        expected[state] ??= {};
        expected[state][name] = mayCall(role, desk.table, name) ? 'open' : why;
      }
    }
    expect(seen).toEqual(expected);
    // The table itself closes something to everybody and opens something to somebody.
    expect(Object.values(seen.securityAdmin ?? {})).toContain('notAuthorised');
    expect(Object.values(seen.clerk ?? {})).toContain('open');
    await core.close();
  });

  it.each([
    ['citizen', citizenContract],
    ['kiosk', kioskContract],
    ['board', boardContract],
  ] as const)(
    'the %s’s screen is open to whoever stands there, whoever sits at the desk',
    async (audience, contract) => {
      const link = overPort(audience);
      for (const enter of [() => counter.clerk.signOut(), () => counter.signIn()]) {
        await enter();
        for (const path of pathsOf(contract))
          expect(await gateOf(link, path, inputs()[nameOf(path)]), nameOf(path)).toBe('open');
      }
    },
  );

  it('nobody gets at anything while nobody is signed in, or the desk is locked', async () => {
    const harmless = (name: string) => name === 'watch' || name === 'signIn' || name.startsWith('identity.');
    for (const leave of [counter.clerk.signOut, counter.clerk.identity.lock]) {
      await counter.signIn();
      await done(leave());
      const before = traces();
      for (const path of clerkPaths.filter((each) => !harmless(nameOf(each))))
        await answerTo(overPort('clerk'), path, inputs()[nameOf(path)]);
      expect(traces()).toEqual(before);
    }
  });

  it('a procedure without a line in the table is closed', () => {
    expect(mayCall('systemAdmin', 'clerk', 'cases.erase')).toBe(false);
    expect(mayCall('systemAdmin', 'clerk', 'constructor')).toBe(false);
    // Nobody is called or received in a back office, and no case is shown there.
    for (const path of ['queue.callNext', 'visits.open', 'visits.present', 'cases.receive', 'cases.list'])
      for (const role of roleSchema.options) expect(mayCall(role, 'backOffice', path), path).toBe(false);
  });

  it('nobody signs a decision without confirming that it is them', async () => {
    const department = await startDepartment({
      folder: prepareInstallation(tempFolder(), { kind: 'department' }),
    });
    await done(department.desk.signIn({ staffNumber: 'G3001', password: 'demo-G3001' }));
    const seen = { revision: 1, content: `sha256:${'a'.repeat(64)}`, matterVersion: 1 };
    const sign = () => department.desk.signing.sign({ caseId, outcome: 'approved', opinion: '同意。', seen });
    // An open screen is not enough: whoever signs has to say once more that it is them.
    expect(await sign()).toMatchObject({ refusal: { code: 'notConfirmed' } });
    await done(department.desk.signing.confirm({ by: 'password', secret: 'demo-G3001' }));
    expect(await sign()).toMatchObject({ refusal: { code: 'caseUnknown' } });
    // And what one person confirmed, the next has not.
    await department.signIn();
    expect(await sign()).toMatchObject({ refusal: { code: 'notConfirmed' } });
    expect(await department.desk.signing.confirm({ by: 'password', secret: 'demo-G3001' })).toMatchObject({
      refusal: { code: 'wrongPassword' },
    });
  });
});
