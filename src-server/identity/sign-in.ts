import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import type { Refusal } from '#shared/decider.ts';
import { isActivePosting, type StaffPosting } from '#shared/organisation/staff.ts';
import type { Services } from '../services.ts';
import type { Installation } from './installation.ts';
import { fits } from './password.ts';

type Answer =
  | { kind: 'done'; posting: StaffPosting; serverTime: Instant }
  | { kind: 'refused'; refusal: Refusal };
const refused = (code: string, message: string): Answer => ({ kind: 'refused', refusal: { code, message } });

/** Checks a person's password and finds the posting that they hold today, at this organisation before any other. */
export async function signIn(
  { db, now, published }: Services,
  installation: Installation,
  { staffNumber, password }: { staffNumber: string; password: string },
): Promise<Answer> {
  const serverTime = now();
  const reference = await published(db.queries);
  const postings = reference?.staff.filter((each) => each.staffNumber === staffNumber) ?? [];
  const kept = await db.queries
    .selectFrom('person_password')
    .select('verifier')
    .where('person_id', '=', postings[0]?.personId ?? '')
    .executeTakeFirst();
  if (!(await fits(password, kept?.verifier ?? null))) {
    return refused('signInFailed', '工号或密码不正确，请核对后重新输入。');
  }
  const today = postings.filter((each) => isActivePosting(each, beijingDateOf(serverTime)));
  const posting =
    today.find((each) => String(each.organisationId) === installation.organisation_id) ?? today[0];
  if (posting === undefined) {
    return refused('notPosted', '您今天没有有效的任职，不能登录，请联系系统管理员核对任职日期。');
  }
  return { kind: 'done', posting, serverTime };
}
