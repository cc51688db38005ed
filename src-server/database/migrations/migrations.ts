import type { Migration } from 'kysely/migration';
import * as district from './0001-district.ts';

/** Every migration in order. One that was released is never changed; the next one follows it. */
export const migrations: Record<string, Migration> = {
  '0001-district': district,
};
