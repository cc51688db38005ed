import { beijingDateOf, epochOf, type Instant, instantOfEpoch } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { postingAt } from '#shared/identity/authority.ts';
import { districtOf, type Pass, passDays, passText } from '#shared/identity/pass.ts';
import { isActivePosting, type StaffPosting } from '#shared/organisation/staff.ts';
import type { Services } from '../services.ts';
import { attempt } from './attempts.ts';
import { type DistrictKey, districtKey } from './district-key.ts';
import { type Installation, placeOf } from './installation.ts';
import { fits, type PasswordQueue } from './password.ts';
import { keepKey, keysOf, type PersonKey } from './person-key.ts';

type Key = Pick<PersonKey, 'publicKey' | 'sealedKey'>;
type Answer =
  | { kind: 'done'; posting: StaffPosting; serverTime: Instant; districtKey: string; pass: Pass | null }
  | Refused;

/**
 * Checks a person's password, finds the posting by which they may act at this installation, and signs them a pass for
 * the days without a network. A person without a key brings one; it is kept if they have none.
 */
export async function signIn(
  services: Services,
  queue: PasswordQueue,
  installation: Installation,
  { staffNumber, password, key }: { staffNumber: string; password: string; key?: Key | undefined },
): Promise<Answer> {
  const { db, now, published } = services;
  const serverTime = now();
  const { queries } = db;
  const known = await published(queries);
  const today = beijingDateOf(serverTime);
  const numbered = known?.staff.postings.filter((each) => each.staffNumber === staffNumber) ?? [];
  // A number that somebody else had before belongs to whoever holds it today.
  const personId = (numbered.find((each) => isActivePosting(each, today)) ?? numbered[0])?.personId;
  const postings = numbered.filter((each) => each.personId === personId);
  const checked = await queue.run(installation.id, async () => {
    const counted = await attempt(queries, staffNumber, installation.id, serverTime);
    if ('kind' in counted) return counted;
    const kept = await queries
      .selectFrom('person_password')
      .select('verifier')
      .where('person_id', '=', personId ?? '')
      .executeTakeFirst();
    if (!(await fits(password, kept?.verifier ?? null))) return wrong;
    await counted.forgive();
    return null;
  });
  if (checked === undefined) return busy;
  if (checked !== null) return checked;

  const posting = postingAt(postings, placeOf(installation), today);
  if (posting === 'none')
    return refused('notPosted', '您今天没有有效的任职，不能登录，请联系系统管理员核对任职日期。');
  if (posting === 'elsewhere')
    return refused('postedElsewhere', '您的任职不在这个单位，不能在这台电脑登录，请到本单位的电脑上登录。');
  if (key !== undefined) await keepKey(queries, posting.personId, key, serverTime);
  const [current] = await keysOf(queries, posting.personId);
  const signer = await districtKey(services);
  const pass = current?.until === null ? passFor(posting, current, signer, serverTime) : null;
  return { kind: 'done', posting, serverTime, districtKey: signer.publicKey, pass };
}

function passFor(
  { personId, staffNumber, name }: StaffPosting,
  { publicKey, sealedKey }: Key,
  signer: DistrictKey,
  issuedAt: Instant,
): Pass {
  const pass = {
    kind: 'yichuang pass' as const,
    district: districtOf(signer.publicKey),
    ...{ personId, staffNumber, name, publicKey, sealedKey, issuedAt },
    validUntil: instantOfEpoch(epochOf(issuedAt) + passDays * 86_400_000),
  };
  return { ...pass, signature: signer.sign(passText(pass)) };
}

const wrong = refused('signInFailed', '工号或密码不正确，请核对后重新输入。');
const busy = refused('busy', '现在登录的人较多，请过几秒再试一次。');
