import { setTimeout as sleep } from 'node:timers/promises';

type Answer = { kind: 'done' } | { kind: 'refused'; refusal: { code: string; message: string } };

/** What is answered where the district is asked and takes too long over it, or has too many at the door. */
const passing = ['districtNeeded', 'busy'];

/** Signs in. For the first time that needs the district, which a busy machine may take long to ask: then again. */
export async function signedIn(ask: () => Promise<Answer>): Promise<Answer> {
  let answer = await ask();
  for (let turn = 0; turn < 15 && answer.kind === 'refused'; turn += 1) {
    if (!passing.includes(answer.refusal.code)) break;
    await sleep(200);
    answer = await ask();
  }
  return answer;
}
