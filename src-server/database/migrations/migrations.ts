import type { Migration } from 'kysely/migration';
import * as district from './0001-district.ts';
import * as people from './0002-people.ts';
import * as restored from './0003-restored.ts';
import * as matters from './0004-matters.ts';
import * as blobs from './0005-blobs.ts';
import * as printClaims from './0006-print-claims.ts';
import * as prints from './0007-prints.ts';
import * as inquiries from './0008-inquiries.ts';
import * as certificates from './0009-certificates.ts';
import * as queue from './0010-queue.ts';
import * as pullByRelation from './0011-pull-by-relation.ts';
import * as calendar from './0012-calendar.ts';
import * as localFacts from './0013-local-facts.ts';
import * as carryKey from './0014-carry-key.ts';
import * as following from './0015-following.ts';
import * as notices from './0016-notices.ts';
import * as unmaskings from './0017-unmaskings.ts';
import * as interfaces from './0018-interfaces.ts';
import * as outside from './0019-outside.ts';
import * as followCase from './0020-follow-case.ts';
import * as sealedSecrets from './0021-sealed-secrets.ts';
import * as lateRuns from './0022-late-runs.ts';
import * as sealedKeys from './0023-sealed-keys.ts';
import * as pullPastOwn from './0024-pull-past-own.ts';
import * as wholeStates from './0025-whole-states.ts';

/** Every migration in order. One that was released is never changed; the next one follows it. */
export const migrations: Record<string, Migration> = {
  '0001-district': district,
  '0002-people': people,
  '0003-restored': restored,
  '0004-matters': matters,
  '0005-blobs': blobs,
  '0006-print-claims': printClaims,
  '0007-prints': prints,
  '0008-inquiries': inquiries,
  '0009-certificates': certificates,
  '0010-queue': queue,
  '0011-pull-by-relation': pullByRelation,
  '0012-calendar': calendar,
  '0013-local-facts': localFacts,
  '0014-carry-key': carryKey,
  '0015-following': following,
  '0016-notices': notices,
  '0017-unmaskings': unmaskings,
  '0018-interfaces': interfaces,
  '0019-outside': outside,
  '0020-follow-case': followCase,
  '0021-sealed-secrets': sealedSecrets,
  '0022-late-runs': lateRuns,
  '0023-sealed-keys': sealedKeys,
  '0024-pull-past-own': pullPastOwn,
  '0025-whole-states': wholeStates,
};
