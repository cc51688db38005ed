import { implement } from '@orpc/server';
import { districtContract } from '#shared/contracts/district.ts';
import { enrol } from './identity/enrol.ts';
import { type Installation, installationOf, refuseRevoked } from './identity/installation.ts';
import { signIn } from './identity/sign-in.ts';
import type { Services } from './services.ts';
import { pull } from './sync/pull.ts';
import { push } from './sync/push.ts';

/** What a request brings along. */
export interface RequestContext {
  authorization: string | undefined;
  /** Told whose request it is, for the log. */
  identified(installation: Installation): void;
}

/** The contract's procedures, each with who may call it. The work is in the folders. */
export function districtRouter(services: Services) {
  const { db, now, wakeUps } = services;
  const anyone = implement(districtContract).$context<RequestContext>();
  // Before the input is read: whoever is not enrolled learns nothing about it.
  const enrolled = anyone.use(async ({ context, next }) => {
    const installation = await installationOf(context.authorization, db.queries);
    context.identified(installation);
    return next({ context: { installation } });
  });
  const inGoodStanding = enrolled.use(({ context, next }) => {
    refuseRevoked(context.installation);
    return next();
  });

  return anyone.router({
    enrol: anyone.enrol.handler(({ input }) => enrol(services, input)),
    signIn: inGoodStanding.signIn.handler(({ context, input }) =>
      signIn(services, context.installation, input),
    ),
    push: enrolled.push.handler(({ context, input }) => push(services, context.installation, input)),
    pull: inGoodStanding.pull.handler(({ context, input }) => pull(services, context.installation, input)),
    wakeUps: inGoodStanding.wakeUps.handler(async function* ({ context, signal }) {
      for await (const _ of wakeUps.subscribe(context.installation, signal)) yield { serverTime: now() };
    }),
  });
}
