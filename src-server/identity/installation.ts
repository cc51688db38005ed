import { createPublicKey, verify } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Selectable } from 'kysely';
import type { Standing } from '#shared/contracts/district.ts';
import type { Place } from '#shared/decider.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';

/** An enrolled program on a PC: its place, its key, its number series, and how far its commands have come. */
export type Installation = Selectable<Tables['installation']>;

/** Where an installation stands, as the deciders ask it. */
export const placeOf = (installation: Installation): Place => ({
  installationId: installation.id,
  kind: installation.kind,
  counterId: installation.counter_id,
  organisationId: installation.organisation_id,
  hallId: installation.hall_id,
  areaCode: installation.area_code,
  series: installation.series,
  formerSeries: installation.former_series,
});

/** Itself and the installations whose place it took: what of theirs is held back concerns it. */
export const lineOf = ({ id, former_ids }: Pick<Installation, 'id' | 'former_ids'>): string[] => [
  id,
  ...former_ids,
];

/** Finds the installation by the bearer token of a request; answers 401 otherwise. */
export async function installationOf(
  authorization: string | undefined,
  queries: Queries,
): Promise<Installation> {
  const token = /^Bearer ([\w-]{20,100})$/.exec(authorization ?? '')?.[1];
  const installation =
    token &&
    (await queries
      .selectFrom('installation')
      .selectAll()
      .where('token_hash', '=', digestOf(token))
      .executeTakeFirst());
  if (!installation) throw refusal('UNAUTHORIZED', 'unknown');
  return installation;
}

/**
 * Answers 403 to an installation that was revoked, cloned, or not approved yet.
 */
export function refuseUnlessInGoodStanding(installation: Installation): void {
  const code = standingOf(installation);
  if (code !== null) throw refusal('FORBIDDEN', code);
}

/**
 * Answers 403 to an installation that may not hand anything in. Pushing stays open to a revoked one: what it has taken
 * in must not be lost and goes to quarantine.
 */
export function refuseUnlessMayPush(installation: Installation): void {
  const code = standingOf(installation);
  if (code !== null && code !== 'revoked') throw refusal('FORBIDDEN', code);
}

/** Cloned comes first: one of the two machines enrols anew before the other, and that must not be its end. */
const standingOf = ({ cloned_at, revoked_at, approved_at }: Installation): Standing['code'] | null =>
  cloned_at !== null ? 'cloned' : revoked_at !== null ? 'revoked' : approved_at === null ? 'pending' : null;

const sentences: Record<Standing['code'], string> = {
  pending: '本机已登记，等待系统管理员批准；批准后自动继续，不用操作。',
  revoked:
    '本机登记已撤销，已停止与区级平台往来；没有上传的办件会转安全管理员核查，不会丢失。要继续使用，请联系系统管理员领取新的登记码。',
  cloned:
    '有两台电脑在用同一份本机数据（硬盘被复制过），已停止上传和收件；已收办件都在本机，不会丢失。请联系系统管理员给每台电脑领取新的登记码，重新启动后登记。',
  unknown:
    '区级平台没有本机的登记，已停止上传；本机数据都在。请联系系统管理员领取新的登记码，重新启动后登记。',
};

function refusal(status: 'UNAUTHORIZED' | 'FORBIDDEN', code: Standing['code']) {
  const message = sentences[code];
  return new ORPCError(status, { message, data: { code, message } satisfies Standing });
}

/** An installation's public key from its stored form: SPKI as base64. Throws for what is no key. */
export const keyOf = (publicKey: string) =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });

/** Whether a text carries the signature (`ed25519:<base64>`) of an installation's key. */
export const isSignedBy = (publicKey: string, text: string, signature: string): boolean =>
  verify(
    null,
    Buffer.from(text),
    keyOf(publicKey),
    Buffer.from(signature.slice('ed25519:'.length), 'base64'),
  );
