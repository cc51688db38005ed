import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { type Audience, audiences } from '#shared/contracts/audience.ts';
import { demoCertificates } from './demo-certificates.ts';
import { type DemoInstallationName, demoInstallationNames, demoInstallations } from './demo-installations.ts';
import { type DemoCodes, demoImport, newCodes } from './district-import.ts';
import { freePort } from './free-port.ts';
import type { FromInstallation, InstallationOrder, ToInstallation } from './messages.ts';

/** Something that was started could not work; `sentence` is for the person at the terminal. */
export class DemoFailed extends Error {
  readonly sentence: string;
  constructor(sentence: string) {
    super(sentence);
    this.sentence = sentence;
  }
}

export interface DemoOptions {
  /** Everything that the demo keeps is below this folder; a second start goes on from it. */
  folder: string;
  /** Port of the desk; 0 takes a free one. */
  port: number;
  rendererFolder: string;
  appVersion: string;
  /** The station and the district's centre as well. */
  whole: boolean;
  /** Told the addresses of an installation when they can be opened: the counter's first. */
  ready(name: DemoInstallationName, addresses: Addresses): void;
  /** Told what the person at the terminal should know. */
  say(text: string): void;
}

export type Addresses = Partial<Record<Audience, string>>;
const names = { counter: '窗口', department: '部门工作台', office: '管理端', backOffice: '大厅后台' };
const newToken = () => randomBytes(24).toString('base64url');
const installation = 'src-main/demo/installation.ts';
const root = join(import.meta.dirname, '..', '..');
/** A stopping process has so long before it is ended. */
const patienceMs = 10_000;

/** The demo hall as it runs: a district, its counters, departments and office, each a process of its own. */
export async function startDemoHall({
  folder,
  port,
  rendererFolder,
  appVersion,
  whole,
  ready,
  say,
}: DemoOptions) {
  // Passable, not readable: PostgreSQL runs under an account of its own and has to reach its cluster below.
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new DemoFailed(`数据目录 ${folder} 不能写入，请用 --data 换一个目录。`);
  }
  const importFile = join(folder, 'district-import.json');
  const children = new Set<ChildProcess>();
  let state = readState(folder);
  const log = createWriteStream(join(folder, 'demo.log'), { flags: 'a', mode: 0o600 });
  let closing = false;
  /** What the tray's cable shows, wherever it is changed. */
  let cable = { kind: 'district' as const, running: true, busy: false };
  let counter: ChildProcess | null = null;
  const tell = (change: { running?: boolean; busy?: boolean }): void => {
    cable = { ...cable, ...change };
    if (counter?.connected === true) counter.send(cable);
  };

  function run(script: string, args: string[] = [], own: NodeJS.ProcessEnv = {}): ChildProcess {
    const child = fork(join(root, script), args, {
      // What was compiled once need not be compiled at the next start.
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'out', 'compile-cache'), ...own },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stderr?.pipe(log, { end: false });
    children.add(child);
    child.on('exit', () => children.delete(child));
    return child;
  }

  async function startDistrict(districtPort: number): Promise<{ child: ChildProcess; url: string }> {
    // The file holds passwords: it is gone once all installations have enrolled.
    const importArgs = existsSync(importFile) ? ['--import', importFile] : [];
    const child = run(
      'src-server/main.ts',
      ['--port', String(districtPort), '--data', join(folder, 'district'), ...importArgs],
      { SEALING_KEYS: state.webhookKey },
    );
    const url = await new Promise<string>((resolve, reject) => {
      child.on('exit', () =>
        reject(new DemoFailed(`区级平台没有启动成功，请查看日志 ${join(folder, 'demo.log')}。`)),
      );
      if (child.stdout === null) return;
      createInterface(child.stdout).on('line', (line) => {
        if (line.startsWith('district: ')) resolve(line.slice('district: '.length));
      });
    });
    // One that goes away by itself is a pulled cable to everybody else.
    child.on('exit', () => {
      if (!closing && !cable.busy) tell({ running: false });
    });
    return { child, url };
  }

  /** What the district has issued in former years, as its administrator brings it in: beside the running server. */
  function importCertificates(): void {
    const file = join(folder, 'certificates.jsonl');
    const today = beijingDateOf(new Date().toISOString() as Instant);
    writeFileSync(file, demoCertificates(today), { mode: 0o600 });
    const importing = run('src-server/main.ts', [
      ...['--data', join(folder, 'district'), '--import-certificates', file],
    ]);
    importing.on('exit', () => rmSync(file, { force: true }));
  }

  /** Starts an installation and keeps it: one that dies comes back behind the same addresses. */
  async function keepInstallation(child: ChildProcess, order: InstallationOrder): Promise<Addresses> {
    const addresses = await startInstallation(child, order);
    const [address = ''] = Object.values(addresses);
    const again = { ...order, enrolmentCode: null, port: Number(new URL(address).port) };
    child.on('exit', () => {
      if (closing) return;
      keepInstallation(run(installation), again).catch(() =>
        say(
          `${names[demoInstallations[order.as].kind]}意外停止，没能重新启动，请按 Ctrl-C 后再启动一次；已保存的内容都在。`,
        ),
      );
    });
    return addresses;
  }

  async function startInstallation(child: ChildProcess, order: InstallationOrder): Promise<Addresses> {
    const hasTray = order.as === 'counter';
    if (hasTray) {
      counter = child;
      child.on('message', (message: FromInstallation) => {
        if (message.kind === 'setDistrict') void setDistrict(message.running);
      });
    }
    child.send({ kind: 'order', order } satisfies ToInstallation);
    const addresses = await new Promise<Addresses>((resolve, reject) => {
      child.on('exit', () =>
        reject(new DemoFailed(`程序没有启动成功，请查看日志 ${join(folder, 'demo.log')}。`)),
      );
      child.on('message', (message: FromInstallation) => {
        if (message.kind === 'ready') resolve(message.addresses);
        if (message.kind === 'failed') reject(new DemoFailed(message.sentence));
      });
    });
    if (hasTray) tell({});
    return addresses;
  }

  let district: ReturnType<typeof startDistrict>;
  let turn: Promise<void> = Promise.resolve();
  /** Stops or starts the district server. Resolves when it is done. */
  function setDistrict(running: boolean): Promise<void> {
    turn = turn.then(async () => {
      if (closing || running === cable.running) return;
      tell({ busy: true });
      if (running) district = startDistrict(state.districtPort);
      const is = await district.then(
        async ({ child }) => {
          if (!running) await stop(child);
          return running;
        },
        () => false,
      );
      tell({ running: is, busy: false });
    });
    return turn;
  }

  async function stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(timer);
  }

  async function close(): Promise<void> {
    closing = true;
    // Installations first: a district that is still there takes what they send last.
    const [first, ...others] = [...children];
    await Promise.all(others.map(stop));
    if (first !== undefined) await stop(first);
    log.end();
  }

  try {
    const isNew = state.enrolled.length === 0;
    if (isNew) writeFileSync(importFile, JSON.stringify(demoImport(state.codes)), { mode: 0o600 });
    district = startDistrict(state.districtPort);
    district.catch(() => tell({ running: false }));
    // It loads while the district makes its database.
    const loading = run(installation);
    // An enrolled installation works without the district: the desk need not wait for it.
    if (isNew) state.districtPort = Number(new URL((await district).url).port);
    const districtUrl = `http://127.0.0.1:${state.districtPort}`;
    state.hallPort ||= await freePort();
    const hallAddress = `127.0.0.1:${state.hallPort}`;
    const tokens = Object.fromEntries(audiences.map((audience) => [audience, newToken()]));
    // One after the other: the desk that people wait for has the machine to itself.
    for (const as of demoInstallationNames) {
      if (demoInstallations[as].onlyWhole && !whole) continue;
      const addresses = await keepInstallation(as === 'counter' ? loading : run(installation), {
        ...{ as, districtUrl, rendererFolder, appVersion, tokens, folder: join(folder, as) },
        enrolmentCode: state.enrolled.includes(as) ? null : state.codes[as],
        ...(as === 'counter' && { hall: { listen: hallAddress } }),
        ...((as === 'neighbour' || as === 'backOffice') && { hall: { core: hallAddress } }),
        port: as === 'counter' ? port : 0,
      });
      ready(as, addresses);
      if (!state.enrolled.includes(as))
        state = writeState(folder, { ...state, enrolled: [...state.enrolled, as] });
    }
    rmSync(importFile, { force: true });
    if (isNew) importCertificates();

    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface DemoState {
  codes: DemoCodes;
  /** The district keeps its port over restarts, since installations know it by its address. 0 before the first. */
  districtPort: number;
  /** And so does the first counter's queue, where the neighbour and the back office reach it. */
  hallPort: number;
  enrolled: readonly DemoInstallationName[];
  /** By which the district seals the keys of subscriptions. */
  webhookKey: string;
}

const stateFile = (folder: string) => join(folder, 'demo.json');
function readState(folder: string): DemoState {
  const fresh: DemoState = {
    ...{ codes: newCodes(), districtPort: 0, hallPort: 0, enrolled: [] },
    webhookKey: randomBytes(32).toString('base64'),
  };
  if (!existsSync(stateFile(folder))) return writeState(folder, fresh);
  const held = JSON.parse(readFileSync(stateFile(folder), 'utf8'));
  const state: DemoState = 'webhookKey' in held ? held : writeState(folder, { ...fresh, ...held });
  // A hall from before some of its installations has more to enrol, and all of it to import again.
  return demoInstallationNames.every((name) => name in state.codes)
    ? state
    : writeState(folder, { ...state, codes: { ...fresh.codes, ...state.codes }, enrolled: [] });
}

function writeState(folder: string, state: DemoState): DemoState {
  writeFileSync(stateFile(folder), JSON.stringify(state), { mode: 0o600 });
  return state;
}
