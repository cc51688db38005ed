import type { CaseFile } from '#shared/cases/case-file.ts';
import { extensionLeft } from '#shared/cases/extensions.ts';
import { momentOf, type Stamp } from '#shared/clock/evidence.ts';
import { specialProcedures } from '#shared/clock/suspension.ts';
import type { CaseProcedures } from '#shared/contracts/case-clock.ts';
import { grantNames } from '#shared/organisation/signing-grant.ts';
import type { Store } from '../store/store.ts';

/** What was done to the clock of a case, in names. */
export function proceduresView(
  store: Store,
  state: CaseFile,
  nameOf: (personId: string) => string,
): CaseProcedures {
  const said = ({ by, at }: { by: string; at: Stamp }) => ({ by: nameOf(by), at: momentOf(at) });
  const matter = store.knowledge.facts().matter(state.matter.code, state.matter.version);
  return {
    procedures: state.procedures.map(({ kind, opinion, notHeld, ...procedure }) => ({
      ...procedure,
      ...said(procedure),
      ...{ kind, name: specialProcedures[kind].name, stopsClock: specialProcedures[kind].stopsClock },
      opinion: opinion && { ...said(opinion), text: opinion.text, advice: opinion.advice },
      notHeld: notHeld === undefined ? null : { ...said(notHeld), reason: notHeld.reason },
      departed: state.decision?.departsFrom?.includes(procedure.procedureId) ?? false,
    })),
    extensions: state.extensions.map((extension) => {
      const { days, reason, requested, grant, approvedBy, at } = extension;
      return {
        ...{ days, reason, at: momentOf(at), by: approvedBy ?? nameOf(extension.by) },
        requestedBy: requested ? nameOf(requested.by) : null,
        grant: grant === undefined ? '' : `${grantNames[grant.kind]}（${grant.document}）`,
      };
    }),
    extensionRequest: state.extensionRequest && {
      ...said(state.extensionRequest),
      ...{ days: state.extensionRequest.days, reason: state.extensionRequest.reason },
      personId: state.extensionRequest.by,
      rejected: state.extensionRequest.rejected && {
        ...said(state.extensionRequest.rejected),
        reason: state.extensionRequest.rejected.reason,
      },
    },
    extensionLeft: matter === undefined ? null : extensionLeft(state, matter.longestExtension),
  };
}
