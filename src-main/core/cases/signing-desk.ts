import { signingGrant } from '#shared/cases/may-sign.ts';
import { type Seen, seenOf } from '#shared/cases/seen.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { SigningSession } from '../identity/signing-session.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { caseRow } from './case-views.ts';
import { proofFiles } from './decision-proof.ts';

/** The signature under a decision, at a department's desk and at a counter that decides on the spot. */
export type SigningDesk = ReturnType<typeof signingDesk>;

export function signingDesk(
  store: Store,
  {
    session,
    keysOf,
  }: {
    session: SigningSession;
    /** Asks the district for the public keys that a person has had. */
    keysOf: (personId: string) => Promise<readonly string[] | Refused>;
  },
) {
  return {
    /** What somebody sees who opens a case now, and whether they may sign it. */
    of(acting: Acting, id: string): { seen: Seen; stopped: string | null; leftMs: number } | null {
      const state = store.cases.get(id)?.state;
      if (state === undefined) return null;
      const facts = { ...store.knowledge.facts(), actor: acting.actor };
      const granted = signingGrant(state, facts, beijingDateOf(store.now()));
      return {
        seen: seenOf(state),
        stopped: granted.kind === 'granted' ? null : granted.refusal.message,
        leftMs: session.leftMs(),
      };
    },

    sign(
      acting: Acting,
      id: string,
      args: { outcome: 'approved' | 'rejected'; opinion: string; seen: Seen },
    ): { kind: 'done'; case: CaseRow } | Refused {
      if (args.opinion.trim() === '') return refused('noOpinion', '请填写签批意见。');
      const fault = session.fault(acting);
      if (fault !== null) return fault;
      const opinion = args.opinion.trim();
      const performed = store.perform(acting, [
        { name: 'signOffCase', subject: { kind: 'caseFile', id }, args: { ...args, opinion } },
      ]);
      if (performed.kind === 'refused') return performed;
      const signed = store.cases.get(id);
      if (signed === null) throw new Error('a case that was just signed off is not in the store');
      return { kind: 'done', case: caseRow(store, signed) };
    },

    /** The signed decision as files, with the key that verifies it. */
    async exportProof(
      id: string,
    ): Promise<{ kind: 'done'; files: { name: string; base64: string }[] } | Refused> {
      const state = store.cases.get(id)?.state;
      const { decision } = state ?? {};
      if (state === undefined || !decision?.proof)
        return refused('notSigned', '这个办件没有带签名的签批，不能导出。');
      const keys = await keysOf(decision.decidedBy);
      if ('kind' in keys) return keys;
      const files = proofFiles({ caseNumber: state.caseNumber, decision, proof: decision.proof }, keys);
      return files === null
        ? refused('signatureWrong', '签名与签批人的公钥不符，请联系运维核查。')
        : { kind: 'done', files };
    },
  };
}
