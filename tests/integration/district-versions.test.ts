import { beforeAll, describe, expect, it } from 'vitest';
import { protocolVersion } from '#shared/contracts/protocol-version.ts';
import { startDistrict, sunkMatter, type TestDistrict } from './district.ts';
import { clerk, enrolInstallation, kiosk, receipt, type TestInstallation, uuidv7 } from './installation.ts';

let district: TestDistrict;
let counter: TestInstallation;
beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
});

/** Commands as programs of earlier versions of the arguments wrote them, to the letter. */
const asWritten = {
  1: {
    receiveCase: (from: TestInstallation) => {
      const { situations: _, agent: __, attachments: ___, ...first } = receipt(from);
      return first;
    },
    issueTicket: () => ({
      ...{ number: 'A017', categoryId: 'civil', categoryName: '民政社保', businessDay: '2026-09-22' },
      ...{ hallId: 'hanghai-hall', holder: null },
    }),
    openVisit: () => ({ ticketId: null, ticketNumber: null, serviceMode: 'counter' }),
  },
  2: {
    receiveCase: (from: TestInstallation) => {
      const { attachments: _, ...second } = receipt(from);
      return second;
    },
  },
};

describe('commands of older programs', () => {
  it.each([
    [1, 'receiveCase', clerk],
    [2, 'receiveCase', clerk],
    [1, 'issueTicket', kiosk],
    [1, 'openVisit', clerk],
  ] as const)('of version %i are taken: %s', async (version, name, who) => {
    const args = (asWritten[version] as Record<string, (from: TestInstallation) => object>)[name]?.(counter);
    const answer = await counter.push([counter.give(name, uuidv7(), args as never, who)], {
      protocolVersion: 1,
      schemaVersion: version,
    });
    expect(answer).toMatchObject({ kind: 'taken', results: [{ outcome: 'applied', refusal: null }] });
  });

  it('that wait in an outbox are taken after the upgrade, in the same batch as the new ones', async () => {
    const old = counter.give('receiveCase', uuidv7(), asWritten[1].receiveCase(counter) as never);
    const id = old.subject.id;
    const answer = await counter.push([
      old,
      counter.give('acceptCase', id, {}),
      counter.give('receiveCase', uuidv7(), receipt(counter)),
    ]);
    expect(answer).toMatchObject({
      results: [{ outcome: 'applied' }, { outcome: 'applied' }, { outcome: 'applied' }],
    });
  });
});

describe('a pull', () => {
  it('gives an older program no kind of subject that it cannot read, and the newer one all', async () => {
    const id = uuidv7();
    const state = {
      ...{ id, revision: 1, status: 'approved', matters: [sunkMatter] },
    };
    await district.db.pool.query(
      `insert into matter_change values ($1, 1, $2, null, 'hanghai', null, pg_current_xact_id())`,
      [id, JSON.stringify(state)],
    );
    const kinds = async (version?: number) => {
      const { changes } = await counter.client.pull({
        ...{ cookie: null, referenceVersion: null },
        ...(version !== undefined && { protocolVersion: version }),
      });
      return new Set(changes.map(({ kind }) => kind));
    };
    expect(await kinds(protocolVersion)).toContain('matterChange');
    for (const older of [undefined, 1, 2]) {
      expect(await kinds(older)).not.toContain('matterChange');
      expect(await kinds(older)).toContain('caseFile');
    }
  });
});
