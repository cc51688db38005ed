import type { Database } from './database/database.ts';

/** Seconds; a push of a busy hour is to stay under one. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

interface Durations {
  counts: number[];
  sum: number;
  count: number;
}

/** What a node counts about itself, in the text form that Prometheus reads. Nothing in it is about a person. */
export interface Metrics {
  /** A request has been answered. */
  answered(route: string, method: string, status: number, seconds: number): void;
  /** Commands were taken, by what became of them. */
  taken(outcome: string, commands: number): void;
  text(): string;
}

/** @param now what stands at this moment, by name: gauges that nobody has to keep */
export function openMetrics({ pool }: Pick<Database, 'pool'>, now: Record<string, () => number>): Metrics {
  const durations = new Map<string, Durations>();
  const statuses = new Map<string, number>();
  const outcomes = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string, by = 1) =>
    counts.set(key, (counts.get(key) ?? 0) + by);
  const gauges: Record<string, readonly [help: string, value: () => number]> = {
    database_connections: ['Connections to PostgreSQL', () => pool.totalCount],
    database_connections_idle: ['Of these, at no work', () => pool.idleCount],
    database_waiting: ['Requests that wait for a connection', () => pool.waitingCount],
    resident_memory_bytes: ['Memory that the process holds', () => process.memoryUsage.rss()],
    ...Object.fromEntries(
      Object.entries(now).map(([name, value]) => [name, ['At this moment', value] as const]),
    ),
  };

  return {
    answered(route, method, status, seconds) {
      const key = labels({ route, method });
      const held = durations.get(key) ?? { counts: buckets.map(() => 0), sum: 0, count: 0 };
      durations.set(key, held);
      buckets.forEach((bound, index) => {
        if (seconds <= bound) held.counts[index] = (held.counts[index] ?? 0) + 1;
      });
      held.sum += seconds;
      held.count += 1;
      add(statuses, labels({ route, method, status: String(status) }));
    },
    taken: (outcome, commands) => void add(outcomes, labels({ outcome }), commands),
    text() {
      const lines = [
        ...head('requests_total', 'counter', 'Requests that were answered'),
        ...[...statuses].map(([key, count]) => line('requests_total', key, count)),
        ...head('request_seconds', 'histogram', 'How long answering took'),
        ...[...durations].flatMap(([key, { counts, sum, count }]) => [
          ...buckets.map((bound, index) =>
            line('request_seconds_bucket', `${key},le="${bound}"`, counts[index] ?? 0),
          ),
          line('request_seconds_bucket', `${key},le="+Inf"`, count),
          line('request_seconds_sum', key, sum),
          line('request_seconds_count', key, count),
        ]),
        ...head('commands_total', 'counter', 'Commands that were taken, by what became of them'),
        ...[...outcomes].map(([key, count]) => line('commands_total', key, count)),
        ...Object.entries(gauges).flatMap(([name, [help, value]]) => [
          ...head(name, 'gauge', help),
          line(name, '', value()),
        ]),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}

const head = (name: string, type: string, help: string): string[] => [
  `# HELP yichuang_${name} ${help}`,
  `# TYPE yichuang_${name} ${type}`,
];
const line = (name: string, key: string, value: number): string =>
  `yichuang_${name}${key === '' ? '' : `{${key}}`} ${value}`;
/** Routes, methods and outcomes are ours; nothing in them needs escaping. */
const labels = (named: Record<string, string>): string =>
  Object.entries(named)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
