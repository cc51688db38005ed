import type { Department } from './hall.ts';

/** Opens a case and signs it, as a chief representative does: confirming who they are where that is asked for. */
export async function signOff(
  desk: Pick<Department['desk'], 'signing'>,
  given: { caseId: string; outcome: 'approved' | 'rejected'; opinion: string },
  password = 'demo-G2001',
) {
  const opened = await desk.signing.of({ caseId: given.caseId });
  if (opened === null) throw new Error('the case is not at this desk');
  const sign = () => desk.signing.sign({ ...given, seen: opened.seen });
  const answer = await sign();
  if (answer.kind !== 'refused' || answer.refusal.code !== 'notConfirmed') return answer;
  const confirmed = await desk.signing.confirm({ by: 'password', secret: password });
  return confirmed.kind === 'refused' ? confirmed : sign();
}
