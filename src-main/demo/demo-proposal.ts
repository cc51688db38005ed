import { beijingDateOf } from '#shared/clock/beijing.ts';
import { staffNumberSchema } from '#shared/organisation/staff.ts';
import type { Parts } from '../core/audiences/parts.ts';
import { demoHall } from './hall.ts';

/**
 * Gives a new demo office something to review: the keeper of the register has proposed a clerk for the street. As
 * soon as the register is there, and once.
 */
export function proposeFirst({ store, staff }: Pick<Parts, 'store' | 'staff'>): void {
  const keeper = demoHall.staff.find(({ posting }) => posting.role === 'systemAdmin')?.posting;
  const unit = demoHall.organisations.find(({ level }) => level === 'department');
  if (keeper === undefined || unit === undefined) return;
  const stop = store.onChange(propose);
  propose();

  function propose(): void {
    if (keeper === undefined || unit === undefined || store.knowledge.staff().length === 0) return;
    stop();
    if (store.staffChanges.count('1') > 0) return;
    const { personId, postingId, role, organisationId } = keeper;
    staff.propose(
      {
        actor: { actorId: personId, postingId, role, organisationId },
        sessionId: null,
        authMode: 'online',
        channel: 'office',
        sign: () => null,
      },
      {
        postingId: null,
        staffNumber: staffNumberSchema.parse('G1021'),
        name: '豫新至',
        role: 'clerk',
        organisationId: demoHall.hall.organisationId,
        unitId: unit.id,
        from: beijingDateOf(store.now()),
        to: null,
        certificateNumber: '',
        certificateUntil: null,
        experiencedSince: null,
        grants: [],
      },
      '综合窗口轮换，按派驻计划补充1名窗口工作人员。',
      ['noCertificate', 'servedTooShort'],
    );
  }
}
