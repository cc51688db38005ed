import { implement } from '@orpc/server';
import { outboxContract } from '#shared/contracts/outbox.ts';
import { acknowledge, giveAgain, outboxRows } from '../sync/outbox-rows.ts';
import type { Gated } from './gate.ts';
import type { Parts } from './parts.ts';

/** The outbox as every desk shows it. */
export function outboxHandlers({ store, sync }: Pick<Parts, 'store' | 'sync'>) {
  const os = implement(outboxContract).$context<Gated>();
  return {
    list: os.list.handler(() => outboxRows(store, sync.view())),
    acknowledge: os.acknowledge.handler(({ input }) => acknowledge(store, input.commandId)),
    giveAgain: os.giveAgain.handler(({ context, input }) =>
      giveAgain(store, context.acting(), input.commandId),
    ),
    sendNow: os.sendNow.handler(() => {
      sync.now();
      return { kind: 'done' as const };
    }),
    seal: os.seal.handler(() => sync.carried.seal()),
    carry: os.carry.handler(({ input }) => sync.carried.carry(input.text)),
    open: os.open.handler(({ input }) => sync.carried.open(input.text)),
  };
}
