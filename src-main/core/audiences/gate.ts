import { type AnyProcedure, ORPCError, os } from '@orpc/server';
import { refused } from '#shared/contracts/answer.ts';
import { type GatedAudience, mayCall } from '#shared/identity/may-call.ts';
import { notAuthorised } from '#shared/identity/may-give.ts';
import { deskLocked, nobodySignedIn, type SignedIn } from '../identity/sign-in.ts';
import type { Acting } from '../store/commands.ts';

/** What a handler behind the gate is given. */
export interface Gated {
  /** Whoever calls; only procedures that are open to anyone have to do without. */
  acting(): Acting;
}

/** Whoever stands at a screen. */
type Standing = Pick<SignedIn, 'acting' | 'locked' | 'touch'>;

/**
 * The gate in front of every procedure of an audience: who may call it stands in `may-call.ts`, and nowhere else. An
 * act that is not open is answered as refused; a question, which has no such answer, with an error of the same sentence.
 */
export const gate = (audience: GatedAudience, who: Standing) =>
  os.middleware(async ({ next, path, procedure }, _input, output) => {
    const acting = who.acting();
    const isAct = answersRefused(procedure);
    if (!mayCall(acting?.actor.role ?? null, audience, path.join('.'))) {
      const refusal = acting !== null ? notAuthorised : who.locked() ? deskLocked : nobodySignedIn;
      if (isAct) return output(refusal as never) as never;
      const { message } = refusal.refusal;
      throw new ORPCError(acting === null ? 'UNAUTHORIZED' : 'FORBIDDEN', { message, data: refusal.refusal });
    }
    // Pages ask by themselves after every change; only what somebody does keeps a desk awake.
    if (isAct) who.touch();
    return next({ context: { acting: () => acting ?? nobody() } satisfies Gated });
  });

function nobody(): never {
  throw new Error('a procedure that is open to anyone asked who acts');
}

const known = new WeakMap<object, boolean>();
const example = refused('', '');

/** Whether a procedure is an act, whose answer can be a refusal, or a question. */
export function answersRefused(procedure: AnyProcedure): boolean {
  const schema = procedure['~orpc'].outputSchema;
  if (schema === undefined) return false;
  const held = known.get(schema);
  if (held !== undefined) return held;
  const checked = schema['~standard'].validate(example);
  const takes = !(checked instanceof Promise) && checked.issues === undefined;
  known.set(schema, takes);
  return takes;
}

/** A screen at which a citizen acts for themselves: nobody signs in there, and nothing locks. */
export const place = (
  role: 'kiosk' | 'citizen',
  channel: Acting['channel'],
  organisationId: () => string,
): Standing => ({
  acting: () => ({
    actor: { actorId: role, postingId: null, role, organisationId: organisationId() },
    sessionId: null,
    authMode: 'offline',
    channel,
    sign: () => null,
  }),
  locked: () => false,
  touch: () => ({ kind: 'done' }),
});
