import { implement } from '@orpc/server';
import { interfacesContract } from '#shared/contracts/interfaces.ts';
import type { SealingKey } from '../database/sealing.ts';
import type { Services } from '../services.ts';
import type { AddressPolicy } from './address.ts';
import { caseByNumber, changedCases } from './cases.ts';
import { certificateByNumber } from './certificates.ts';
import { type InterfaceClient, refuseWherePaused } from './clients.ts';
import { subscribe, subscriptionsOf, unsubscribe } from './subscriptions.ts';

/** What those beyond the district may ask; each client for itself, within its scope. */
export function interfacesRouter(
  services: Pick<Services, 'db' | 'now' | 'published'>,
  policy: () => Promise<AddressPolicy>,
  sealingKey: SealingKey | undefined,
) {
  const { db, now } = services;
  const open = implement(interfacesContract)
    .$context<{ client: InterfaceClient }>()
    .use(({ context, next }) => {
      refuseWherePaused(context.client);
      return next();
    });
  return open.router({
    changedCases: open.changedCases.handler(({ context, input }) =>
      changedCases(services, context.client, input),
    ),
    caseByNumber: open.caseByNumber.handler(({ context, input }) =>
      caseByNumber(services, context.client, input.caseNumber),
    ),
    certificateByNumber: open.certificateByNumber.handler(({ context, input }) =>
      certificateByNumber(services, context.client, input.number),
    ),
    subscriptions: open.subscriptions.handler(async ({ context }) => ({
      subscriptions: await subscriptionsOf(db.queries, context.client.id),
    })),
    subscribe: open.subscribe.handler(async ({ context, input }) =>
      subscribe(db.queries, context.client.id, input, { policy: await policy(), sealingKey }, now()),
    ),
    unsubscribe: open.unsubscribe.handler(async ({ context, input }) => {
      await unsubscribe(db.queries, context.client.id, input.id, now());
      return {};
    }),
  });
}
