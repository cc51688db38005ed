import { implement } from '@orpc/server';
import { addCalendarDays, beijingDateOf } from '#shared/clock/beijing.ts';
import { districtContract } from '#shared/contracts/district.ts';
import { districtProcedures } from '#shared/identity/may-call.ts';
import { arrivedOf } from './blobs/manifests.ts';
import { certificatesOf, renewalsDue } from './certificates/register.ts';
import { claimPrint } from './devices/claim-print.ts';
import { enrol } from './identity/enrol.ts';
import { hallNews } from './identity/hall-news.ts';
import {
  type Installation,
  refuseUnlessInGoodStanding,
  refuseUnlessMayPush,
} from './identity/installation.ts';
import { passwordQueue } from './identity/password.ts';
import { keysOf } from './identity/person-key.ts';
import { noteRun } from './identity/run.ts';
import { signIn } from './identity/sign-in.ts';
import { readUnmaskings, takeUnmaskings } from './identity/unmaskings.ts';
import { steerInterface } from './interfaces/acts.ts';
import { readInterfaceLog } from './interfaces/log.ts';
import type { Services } from './services.ts';
import { carry } from './sync/carry.ts';
import { pull } from './sync/pull.ts';
import { push } from './sync/push.ts';
import { turns } from './turns.ts';

/** What a request brings along. */
export interface RequestContext {
  /** Whose it is, found by its token before its body was read; null where nobody had to say. */
  installation: Installation | null;
}

/** The contract's procedures; who may call each is in `may-call.ts`. The work is in the folders. */
export function districtRouter(services: Services) {
  const { now, wakeUps } = services;
  const anyone = implement(districtContract).$context<RequestContext>();
  const enrolled = anyone.use(({ context: { installation }, next }) => {
    if (installation === null) throw new Error('nobody asked whose request it is');
    return next({ context: { installation } });
  });
  const inGoodStanding = enrolled.use(({ context, next }) => {
    refuseUnlessInGoodStanding(context.installation);
    return next();
  });

  const open = { anyone, enrolled, inGoodStanding };
  const to = districtProcedures;
  const passwords = passwordQueue();
  const pulls = turns(services.pullsAtOnce);

  return anyone.router({
    enrol: open[to.enrol].enrol.handler(({ input }) => enrol(services, input)),
    signIn: open[to.signIn].signIn.handler(({ context, input }) =>
      signIn(services, passwords, context.installation, input),
    ),
    push: open[to.push].push.handler(async ({ context, input }) => {
      const installation = await noteRun(services, context.installation, input.runId);
      refuseUnlessMayPush(installation);
      return push(services, installation, input);
    }),
    pull: open[to.pull].pull.handler(async ({ context, input }) => {
      const installation = await noteRun(services, context.installation, input.runId);
      refuseUnlessInGoodStanding(installation);
      return pulls.run(async () => ({
        ...(await pull(services, installation, input)),
        hall: await hallNews(services, installation, input.certificateUntil),
      }));
    }),
    carry: open[to.carry].carry.handler(({ context, input }) => carry(services, context.installation, input)),
    blobArrivals: open[to.blobArrivals].blobArrivals.handler(async ({ context, input }) => ({
      arrived: await arrivedOf(services.db.queries, context.installation, input.hashes),
    })),
    claimPrint: open[to.claimPrint].claimPrint.handler(({ context, input }) =>
      claimPrint(services, context.installation, input),
    ),
    certificatesOf: open[to.certificatesOf].certificatesOf.handler(async ({ input }) => ({
      entries: await certificatesOf(services.db.queries, input.idNumber, beijingDateOf(now())),
    })),
    renewalsDue: open[to.renewalsDue].renewalsDue.handler(async ({ context, input }) => {
      const today = beijingDateOf(now());
      const { organisation_id } = context.installation;
      return {
        entries: await renewalsDue(
          services.db.queries,
          organisation_id,
          today,
          addCalendarDays(today, input.days),
        ),
      };
    }),
    personKeys: open[to.personKeys].personKeys.handler(async ({ input }) => ({
      keys: (await keysOf(services.db.queries, input.personId)).map(({ publicKey }) => publicKey),
    })),
    handInUnmaskings: open[to.handInUnmaskings].handInUnmaskings.handler(({ context, input }) => {
      refuseUnlessMayPush(context.installation);
      return takeUnmaskings(services, context.installation, input);
    }),
    unmaskings: open[to.unmaskings].unmaskings.handler(({ context, input }) =>
      readUnmaskings(services, context.installation, input),
    ),
    interfaceLog: open[to.interfaceLog].interfaceLog.handler(({ context, input }) =>
      readInterfaceLog(services, context.installation, input),
    ),
    steerInterface: open[to.steerInterface].steerInterface.handler(({ context, input }) =>
      steerInterface(services, context.installation, input),
    ),
    wakeUps: open[to.wakeUps].wakeUps.handler(async function* ({ context, signal }) {
      for await (const _ of wakeUps.subscribe(context.installation, signal)) yield { serverTime: now() };
    }),
  });
}
