import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCounter, takeCase } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';

/** The list of what waits, at a counter that has been out of reach for days. */
let counter: Awaited<ReturnType<typeof openCounter>>;
beforeAll(async () => {
  counter = await openCounter({ folder: tempFolder() });
});
afterAll(() => counter.close());

it('holds what a person reads, the first first, and everything that somebody has to look at', async () => {
  const clerk = createRouterClient(counter.clerk);
  const { store } = counter;
  while (store.outbox.counts().pending < 220) await takeCase(clerk);
  const last = store.outbox.all().at(-1);
  const refusal = JSON.stringify({ code: 'wrongStep', message: '请刷新后查看。' });
  store.db
    .prepare(`UPDATE outbox SET state = 'refused', refusal = ? WHERE command_id = ?`)
    .run(refusal, last?.envelope.commandId);
  const rows = await clerk.outbox.list();
  expect(rows).toHaveLength(201);
  expect(rows.slice(0, 200).map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
  expect(rows.at(-1)).toMatchObject({ commandId: last?.envelope.commandId, state: 'refused' });
});
