import type { Audience } from '#shared/contracts/audience.ts';
import type { ShellLog } from '../browser/log.ts';
import { backOff } from './back-off.ts';
import type { KeyAnswer } from './key-store.ts';
import type { LinkListener, LinkSource } from './link-source.ts';
import { type CoreReport, readFromCore, type ToCore } from './messages.ts';

/** A core that was forked; `fork-core.ts` makes one of Electron's utility process. */
export interface CoreProcess<Port> {
  readonly pid: number | undefined;
  post(message: ToCore, ports: readonly Port[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, whatever ended it. */
  onExit(listener: (code: number) => void): void;
  /** Asks the operating system to end it. */
  terminate(): void;
  /** Ends it without asking. */
  kill(): void;
}

export interface Supervision<Port> {
  fork(): CoreProcess<Port>;
  /** Two ends of a new channel: one for the core, one for the window. */
  channel(): { readonly core: Port; readonly window: Port };
  /** The key of the store in a data folder, for the core that asks. */
  storeKey?(folder: string): KeyAnswer;
  /** Told which A4 printer the core's devices name, whenever that changes. */
  documentPrinter?(printer: string | null): void;
  readonly log: ShellLog;
  /** How long the core may take to finish when it is asked to stop, and to go when it is told to. */
  readonly patience?: { readonly stopMs: number; readonly terminateMs: number };
  readonly pauses?: { readonly first: number; readonly longest: number; readonly healthyAfterMs: number };
}

const starting: CoreReport = { state: 'restarting', sentence: '本机服务正在启动，请稍候。' };
const restarting: CoreReport = {
  state: 'restarting',
  sentence: '本机服务意外停止，正在自动恢复，请稍候再操作。',
};
const failing: CoreReport = {
  state: 'restarting',
  sentence: '本机服务多次启动失败，仍在重试。请联系管理员。',
};
const running: CoreReport = { state: 'running', sentence: '' };
const failuresBeforeAdvice = 4;

/**
 * Keeps a core running and gives windows their ports to it. A core that ends without having been asked to, with
 * whatever exit code, is started again; the pause between tries grows while it keeps failing. Windows are told,
 * and get a new port from the new core.
 */
export function superviseCore<Port>(supervision: Supervision<Port>): LinkSource<Port> {
  const {
    fork,
    channel,
    storeKey = () => ({ kind: 'noKeyStore', reason: 'this shell has none' }),
    documentPrinter = () => {},
    log,
    patience = { stopMs: 5_000, terminateMs: 2_000 },
    pauses = { first: 500, longest: 30_000, healthyAfterMs: 60_000 },
  } = supervision;
  const windows = new Map<LinkListener<Port>, Audience>();
  const pausesBetween = backOff(pauses);
  let core: { readonly process: CoreProcess<Port>; served: readonly Audience[] | null } | null = null;
  let report = starting;
  let timer: NodeJS.Timeout | null = null;
  let stopping: Promise<void> | null = null;
  let ended: () => void = () => {};

  const say = (next: CoreReport): void => {
    report = next;
    for (const window of windows.keys()) window.report(report);
  };
  const link = (audience: Audience, window: LinkListener<Port>): void => {
    if (core?.served?.includes(audience) !== true) return;
    const ports = channel();
    core.process.post({ kind: 'link', audience }, [ports.core]);
    window.port(ports.window);
  };

  const start = (): void => {
    const process = fork();
    const startedAt = performance.now();
    const mine = { process, served: null as readonly Audience[] | null };
    let refusal: string | null = null;
    core = mine;
    log.info({}, 'the core was forked');

    process.onMessage((value) => {
      const message = readFromCore(value);
      if (message === null || core !== mine) return;
      if (message.kind === 'keyWanted') {
        const answer = storeKey(message.folder);
        if (answer.kind === 'noKeyStore')
          log.warn({ reason: answer.reason }, 'the store’s key stays in a file: there is no key store');
        process.post(answer, []);
        return;
      }
      if (message.kind === 'documentPrinter') {
        documentPrinter(message.printer);
        return;
      }
      if (message.kind === 'waiting') {
        say({ state: 'restarting', sentence: message.sentence });
        return;
      }
      if (message.kind === 'refused') {
        refusal = message.sentence;
        process.post({ kind: 'stop' }, []);
        return;
      }
      mine.served = message.audiences;
      log.info({ pid: process.pid, audiences: message.audiences }, 'the core is ready');
      for (const [window, audience] of windows) link(audience, window);
      say(running);
    });

    process.onExit((code) => {
      const lastedMs = performance.now() - startedAt;
      core = null;
      if (stopping !== null) {
        log.info({ code }, 'the core has stopped as asked');
        ended();
        return;
      }
      if (refusal !== null) {
        log.warn({ code, refusal }, 'the core refused to start');
        say({ state: 'stopped', sentence: refusal });
        return;
      }
      const pause = pausesBetween.next(lastedMs);
      log.warn({ code, lastedMs, pause }, code === 0 ? 'the core exited unasked' : 'the core crashed');
      say(pausesBetween.failures >= failuresBeforeAdvice ? failing : restarting);
      timer = setTimeout(start, pause);
    });
  };
  start();

  return {
    open(audience, listener) {
      windows.set(listener, audience);
      listener.report(report);
      link(audience, listener);
      return () => void windows.delete(listener);
    },
    stop() {
      if (stopping !== null) return stopping;
      if (timer !== null) clearTimeout(timer);
      if (core === null) {
        stopping = Promise.resolve();
        return stopping;
      }
      const { process } = core;
      stopping = new Promise((resolve) => {
        const terminate = setTimeout(() => {
          log.warn({}, 'the core did not finish in time and is told to end');
          process.terminate();
        }, patience.stopMs);
        const kill = setTimeout(() => {
          log.warn({}, 'the core did not end and is killed');
          process.kill();
        }, patience.stopMs + patience.terminateMs);
        // A process that even a kill does not end must not keep the program open.
        const leave = setTimeout(() => ended(), patience.stopMs + 2 * patience.terminateMs);
        ended = () => {
          for (const each of [terminate, kill, leave]) clearTimeout(each);
          resolve();
        };
      });
      process.post({ kind: 'stop' }, []);
      return stopping;
    },
  };
}
