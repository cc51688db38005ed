import { expect, it } from 'vitest';
import { faultOf } from './log.ts';

it('logs where an error came from, and nothing of what it says', () => {
  const error = Object.assign(new Error('赵小明 is no uuid'), {
    code: '22P02',
    detail: 'Key (name)=(赵小明)',
  });
  const fault = faultOf(new Error('赵小明', { cause: error }));
  expect(fault).toMatchObject({ type: 'Error', cause: { type: 'Error', code: '22P02' } });
  expect(JSON.stringify(fault)).not.toContain('赵小明');
  expect(fault.at).toEqual(expect.arrayContaining([expect.stringContaining('log.test.ts')]));
});
