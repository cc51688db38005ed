import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Database, Queries } from '../database/database.ts';
import type { Installation } from '../identity/installation.ts';
import { faultOf, type Log } from '../log.ts';

/** Between two wake-ups of one subscriber. */
const restMs = 300;
const channel = 'district_changes';
/** Announced beside the rest for what offices watch over: people, machines, what is held back. */
export const officeConcern = 'office';

/**
 * Tells every node, when this transaction commits, whom it concerns: ids of counters, organisations and
 * departments, or everyone. PostgreSQL takes less than 8000 bytes; a longer list becomes "everyone".
 */
export async function announce(trx: Queries, concerned: Iterable<string> | 'everyone'): Promise<void> {
  const list = concerned === 'everyone' ? '' : JSON.stringify([...new Set(concerned)]);
  await sql`select pg_notify(${channel}, ${Buffer.byteLength(list) < 7_900 ? list : ''})`.execute(trx);
}

/** The wake-ups of one node: one connection listens for all its subscribers. */
export interface WakeUps {
  /** Yields at once, and then whenever there is something to pull; several in a row may come as one. */
  subscribe(installation: Installation, signal: AbortSignal | undefined): AsyncGenerator<void>;
  /** How many are subscribed to this node. */
  listeners(): number;
  /** Ends every subscription and the connection. */
  close(): Promise<void>;
}

/** Starts listening, and goes on through lost connections. */
export function listenForWakeUps({ pool }: Pick<Database, 'pool'>, log: Log): WakeUps {
  const subscribers = new Set<(concerned: readonly string[] | 'everyone') => void>();
  const tell = (concerned: readonly string[] | 'everyone') => {
    for (const subscriber of subscribers) subscriber(concerned);
  };
  const closing = new AbortController();

  async function listen(): Promise<void> {
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      const lost = new Promise<never>((_, reject) => {
        client?.once('error', reject);
        client?.once('end', () => reject(new Error('the listening connection ended')));
      });
      // It may be lost before anybody waits for it below; that is seen there all the same.
      lost.catch(() => undefined);
      const closed = new Promise<void>((resolve) =>
        closing.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      client.on('notification', ({ payload }) =>
        tell(payload ? (JSON.parse(payload) as string[]) : 'everyone'),
      );
      await client.query(`listen ${channel}`);
      tell('everyone'); // Whatever was announced while nobody listened.
      await Promise.race([lost, closing.signal.aborted ? undefined : closed]);
    } finally {
      // Never back into the pool: it listens.
      client?.release(true);
    }
  }
  const listening = (async () => {
    while (!closing.signal.aborted) {
      try {
        await listen();
      } catch (error) {
        log.warn({ fault: faultOf(error) }, 'not listening for changes: trying again');
        await delay(1_000, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  })();

  return {
    async *subscribe(installation, signal) {
      let due = true;
      let wake = () => {};
      const subscriber = (concerned: readonly string[] | 'everyone') => {
        if (concerned !== 'everyone' && !concerned.some((id) => concerns(id, installation))) return;
        due = true;
        wake();
      };
      const ending = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
      const onEnd = () => wake();
      ending.addEventListener('abort', onEnd);
      subscribers.add(subscriber);
      try {
        while (!ending.aborted) {
          if (due) {
            due = false;
            yield;
            // Where much happens, one wake-up a while for all of it: each makes somebody pull.
            await delay(restMs, undefined, { signal: ending }).catch(() => undefined);
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        subscribers.delete(subscriber);
        ending.removeEventListener('abort', onEnd);
      }
    },
    listeners: () => subscribers.size,
    async close() {
      closing.abort();
      await listening;
    },
  };
}

const concerns = (id: string, { id: own, kind, counter_id, organisation_id }: Installation): boolean =>
  id === own || id === counter_id || id === organisation_id || (kind === 'office' && id === officeConcern);
