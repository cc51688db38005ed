import { implement } from '@orpc/server';
import { handingContract } from '#shared/contracts/handing.ts';
import type { Gated } from './gate.ts';
import type { Parts } from './parts.ts';

const os = implement(handingContract).$context<Gated>();

/** Results on their way into somebody's hands. @param applicant the number of whoever is being received */
export const handingHandlers = (
  { handing, certificates }: Pick<Parts, 'handing' | 'certificates'>,
  applicant: () => string | null,
) => ({
  list: os.list.handler(() => handing.list()),
  issue: os.issue.handler(({ context, input }) =>
    handing.issue(context.acting(), input.caseId, input.copies),
  ),
  tell: os.tell.handler(({ context, input: { caseId, ...args } }) =>
    handing.tell(context.acting(), caseId, args),
  ),
  post: os.post.handler(({ context, input: { caseId, ...args } }) =>
    handing.post(context.acting(), caseId, args),
  ),
  returnPost: os.returnPost.handler(({ context, input: { caseId, ...args } }) =>
    handing.returnPost(context.acting(), caseId, args),
  ),
  awaitCard: os.awaitCard.handler(({ input }) => {
    handing.awaitCard(input.caseId);
    return { kind: 'done' as const };
  }),
  card: os.card.handler(() => handing.card()),
  deliver: os.deliver.handler(({ context, input: { caseId, ...given } }) =>
    handing.deliver(context.acting(), caseId, given),
  ),
  held: os.held.handler(() => certificates.held(applicant())),
});
