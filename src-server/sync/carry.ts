import { ORPCError } from '@orpc/server';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { type CarriedDown, carriedUpSchema } from '#shared/contracts/carried.ts';
import { standingSchema } from '#shared/contracts/district.ts';
import type { CarriedFile } from '#shared/sync/carried.ts';
import { type Installation, installationOf, refuseUnlessMayPush } from '../identity/installation.ts';
import { takeUnmaskings } from '../identity/unmaskings.ts';
import type { Services } from '../services.ts';
import { carryKey, openUp, sealDown } from './carry-key.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';

/** So many characters of news go back in one file; the rest comes with the next. */
const mostNews = 4_000_000;

/**
 * Takes in the file of an installation that has no network, handed in by another: both its chains as if they had come by
 * the line, signed as they are, and gives its answers back, sealed to it. Handed in twice it changes nothing and
 * is answered the same.
 * @param carrier who hands it in; that is logged, and gives it no say
 */
export async function carry(
  services: Services,
  carrier: Installation,
  { file }: { file: CarriedFile },
): Promise<{ kind: 'done'; file: CarriedFile } | Refused> {
  const { db, log } = services;
  const key = await carryKey(services);
  const up = carriedUpSchema.safeParse(openUp(key, file)).data;
  if (up === undefined)
    return refused(
      'notReadable',
      '这个代传文件打不开：不是交给本区级平台的，或者内容不完整。请回原电脑重新导出后再试。',
    );
  let maker: Installation;
  try {
    maker = await installationOf(`Bearer ${up.token}`, db.queries);
    refuseUnlessMayPush(maker);
  } catch (error) {
    const said = standingSchema.safeParse(error instanceof ORPCError ? error.data : null).data;
    if (said === undefined) throw error;
    return refused('makerTurnedAway', `导出这个文件的电脑不能上传：${said.message}`);
  }
  const down: CarriedDown = { pushes: [], pulls: [] };
  try {
    for (const each of up.pushes) {
      const answer = await push(services, maker, each);
      down.pushes.push(answer);
      if (answer.kind !== 'taken' || answer.behind !== undefined) break;
    }
    for (const each of up.unmaskings ?? []) {
      const answer = await takeUnmaskings(services, maker, each);
      down.unmaskings = [...(down.unmaskings ?? []), answer];
      if (answer.kind !== 'taken') break;
    }
  } catch (error) {
    if (!(error instanceof ORPCError) || error.status >= 500) throw error;
    return refused('notTaken', error.message);
  }
  if (maker.revoked_at === null) {
    let question = up.ask;
    for (let size = 0; size < mostNews; ) {
      const page = { ...(await pull(services, maker, question)), hall: null };
      down.pulls.push(page);
      if (!page.more) break;
      size += JSON.stringify(page).length;
      const { reference, staff } = page;
      question = {
        ...question,
        cookie: page.cookie,
        referenceVersion: reference?.version ?? question.referenceVersion,
        staffVersion: staff?.version ?? question.staffVersion,
      };
    }
  }
  const commands = up.pushes.reduce((sum, each) => sum + each.commands.length, 0);
  log.info({ carried: maker.id, by: carrier.id, commands }, 'a sealed file was handed in');
  return { kind: 'done', file: sealDown(key, file, down) };
}
