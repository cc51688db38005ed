import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CoreProcess } from './core-supervisor.ts';
import { superviseCore } from './core-supervisor.ts';
import type { CoreReport, ToCore } from './messages.ts';

/** A process of the operating system, as far as its supervisor sees it. */
class Process implements CoreProcess<string> {
  readonly pid = 1;
  readonly posted: Array<readonly [ToCore, readonly string[]]> = [];
  readonly signals: string[] = [];
  #message: (message: unknown) => void = () => {};
  #exit: (code: number) => void = () => {};
  post(message: ToCore, ports: readonly string[]): void {
    this.posted.push([message, ports]);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onExit(listener: (code: number) => void): void {
    this.#exit = listener;
  }
  terminate(): void {
    this.signals.push('terminate');
  }
  kill(): void {
    this.signals.push('kill');
    this.exit(9);
  }
  say(message: unknown): void {
    this.#message(message);
  }
  ready(): void {
    this.say({ kind: 'ready', audiences: ['board'] });
  }
  exit(code: number): void {
    this.#exit(code);
  }
}

function supervised() {
  vi.useFakeTimers();
  const forked: Process[] = [];
  let channels = 0;
  const source = superviseCore<string>({
    fork: () => {
      const process = new Process();
      forked.push(process);
      return process;
    },
    channel: () => {
      channels += 1;
      return { core: `core ${channels}`, window: `window ${channels}` };
    },
    log: { info: () => {}, warn: () => {} },
  });
  const core = (): Process => {
    const last = forked.at(-1);
    if (last === undefined) throw new Error('nothing was forked');
    return last;
  };
  const window = () => {
    const seen = { ports: [] as string[], reports: [] as CoreReport[] };
    const close = source.open('board', {
      port: (port) => seen.ports.push(port),
      report: (report) => seen.reports.push(report),
    });
    return { ...seen, close };
  };
  return { source, forked, core, window };
}

afterEach(() => void vi.useRealTimers());

describe('a window', () => {
  it('gets its port once the core can answer, and the core gets the other end', () => {
    const { core, window } = supervised();
    const { ports, reports } = window();
    expect(ports).toEqual([]);
    expect(reports).toEqual([{ state: 'restarting', sentence: '本机服务正在启动，请稍候。' }]);
    core().ready();
    expect(ports).toEqual(['window 1']);
    expect(core().posted).toEqual([[{ kind: 'link', audience: 'board' }, ['core 1']]]);
    expect(reports.at(-1)).toEqual({ state: 'running', sentence: '' });
  });

  it('gets a new port from a new core, and is told in between', () => {
    const { core, window, forked } = supervised();
    const { ports, reports } = window();
    core().ready();
    core().exit(139);
    expect(reports.at(-1)).toMatchObject({
      state: 'restarting',
      sentence: expect.stringContaining('自动恢复'),
    });
    vi.advanceTimersByTime(500);
    expect(forked).toHaveLength(2);
    core().ready();
    expect(ports).toEqual(['window 1', 'window 2']);
    expect(reports.at(-1)?.state).toBe('running');
  });

  it('that is closed gets nothing more', () => {
    const { core, window } = supervised();
    const { ports, close } = window();
    close();
    core().ready();
    expect(ports).toEqual([]);
  });

  it('gets no port to an audience that the core does not serve', () => {
    const { source, core } = supervised();
    core().ready();
    const ports: string[] = [];
    source.open('clerk', { port: (port) => ports.push(port), report: () => {} });
    expect(ports).toEqual([]);
    expect(core().posted).toEqual([]);
  });
});

describe('a core', () => {
  it('that exits unasked is started again, even with code 0', () => {
    const { core, forked } = supervised();
    core().exit(0);
    vi.advanceTimersByTime(500);
    expect(forked).toHaveLength(2);
  });

  it('that keeps failing is tried ever more seldom, and people are sent to the administrator', () => {
    const { core, window, forked } = supervised();
    const { reports } = window();
    for (const pause of [500, 1_000, 2_000, 4_000]) {
      core().exit(1);
      vi.advanceTimersByTime(pause - 1);
      const before = forked.length;
      vi.advanceTimersByTime(1);
      expect(forked).toHaveLength(before + 1);
    }
    expect(reports.at(-1)?.sentence).toContain('管理员');
  });

  it('that refuses to start is not started again, and its reason is shown', () => {
    const { core, window, forked } = supervised();
    const { reports } = window();
    core().say({ kind: 'refused', sentence: '数据由更新的版本写入，请先升级程序。' });
    expect(core().posted).toEqual([[{ kind: 'stop' }, []]]);
    core().exit(1);
    vi.advanceTimersByTime(120_000);
    expect(forked).toHaveLength(1);
    expect(reports.at(-1)).toEqual({ state: 'stopped', sentence: '数据由更新的版本写入，请先升级程序。' });
  });

  it('may say nonsense without harm', () => {
    const { core, window } = supervised();
    const { ports } = window();
    for (const nonsense of [
      null,
      1,
      'ready',
      {},
      { kind: 'ready' },
      { kind: 'ready', audiences: ['root'] },
    ]) {
      core().say(nonsense);
    }
    expect(ports).toEqual([]);
  });
});

describe('quitting', () => {
  it('asks the core to finish, and waits', async () => {
    const { source, core, forked } = supervised();
    core().ready();
    const stopped = source.stop();
    expect(core().posted.at(-1)).toEqual([{ kind: 'stop' }, []]);
    core().exit(0);
    await stopped;
    expect(core().signals).toEqual([]);
    vi.advanceTimersByTime(120_000);
    expect(forked).toHaveLength(1);
  });

  it('tells a core that does not finish to end, then kills it', async () => {
    const { source, core } = supervised();
    core().ready();
    const stopped = source.stop();
    vi.advanceTimersByTime(5_000);
    expect(core().signals).toEqual(['terminate']);
    vi.advanceTimersByTime(2_000);
    expect(core().signals).toEqual(['terminate', 'kill']);
    await stopped;
  });

  it('between two tries starts no further core', async () => {
    const { source, core, forked } = supervised();
    core().exit(1);
    await source.stop();
    vi.advanceTimersByTime(120_000);
    expect(forked).toHaveLength(1);
  });
});
