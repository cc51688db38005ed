import { formatBeijing } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import type { InstallationRow, QuarantineRow } from '#shared/contracts/office.ts';
import { installationKindNames } from '#shared/identity/installation.ts';
import { quarantineReasons, releasable } from '#shared/sync/quarantine.ts';
import type { Store } from '../store/store.ts';

const installationStatus = { pending: '待批准', active: '使用中', revoked: '已撤销' } as const;
const quarantineStatus = { held: '待处理', released: '已放行', dismissed: '已退回' } as const;

/** The installations below this office: those that wait for approval first, then the newest. */
export function installationRows(store: Store): InstallationRow[] {
  const { knowledge } = store;
  const own = knowledge.place().installationId;
  const nameOf = namesIn(store);
  const formerOf = formerIn(store);
  return store.installations
    .where(`1 ORDER BY status = 'pending' DESC, status = 'revoked', state ->> '$.enrolledAt' DESC LIMIT 500`)
    .map(({ id, state, base, attention }) => {
      const organisationName = knowledge.organisation(state.organisationId)?.name ?? state.organisationId;
      const notes = [
        state.clonedAt &&
          `${formatBeijing(state.clonedAt)}发现两台电脑在用同一份登记，请核实后撤销，各自重新登记`,
        state.replaces !== null && `接替${formerOf(state.replaces)}，没有上传的由“隔离”页核查后转来`,
        state.approved && `${nameOf(state.approved.by)}于${formatBeijing(momentOf(state.approved.at))}批准`,
        state.revoked &&
          `${nameOf(state.revoked.by)}于${formatBeijing(momentOf(state.revoked.at))}撤销：${state.revoked.reason}`,
      ];
      return {
        id,
        kindName: installationKindNames[state.kind],
        placeName: knowledge.counter(state.counterId)?.name ?? installationKindNames[state.kind],
        organisationName,
        machineName: state.machineName,
        series: state.series,
        status: state.status,
        statusName: installationStatus[state.status],
        enrolledAt: state.enrolledAt,
        note: notes.filter((note) => typeof note === 'string').join('；'),
        cloned: state.clonedAt !== null,
        own: id === own,
        pending: base?.revision !== state.revision,
        attention: attention?.message ?? null,
      };
    });
}

/** A machine whose place another took, as people know it. */
function formerIn({ installations }: Store): (installationId: string) => string {
  return (installationId) => {
    const state = installations.get(installationId)?.state;
    if (state === undefined) return '原来的一台设备';
    return `${state.machineName || '原来的一台设备'}（编号段${state.series}）`;
  };
}

/**
 * The steps that the district holds back, newest first. Who, where, when, what kind of step and why: what was entered
 * in it is not here, since nobody needs to read it to decide.
 * @param titleOf what a command is called
 */
export function quarantineRows(
  store: Store,
  status: 'held' | 'disposed',
  titleOf: (command: string) => string,
): QuarantineRow[] {
  const nameOf = namesIn(store);
  const placeOf = placesIn(store);
  return store.quarantine
    .where(`${status === 'held' ? `status = 'held'` : `status <> 'held'`} ORDER BY id DESC LIMIT 500`)
    .map(({ id, state, base, attention }) => ({
      id,
      status: state.status,
      statusName: quarantineStatus[state.status],
      title: state.given === null ? '无法识别的操作' : titleOf(state.given.name),
      reasonName: quarantineReasons[state.reason],
      actorName: state.given === null ? '' : nameOf(state.given.actorId),
      placeName: placeOf(state.installationId),
      capturedAt: state.given?.capturedAt ?? null,
      arrivedAt: state.stampedAt,
      releasable: releasable.includes(state.reason),
      disposal: state.disposal && {
        name: nameOf(state.disposal.by),
        at: momentOf(state.disposal.at),
        reason: state.disposal.reason,
      },
      pending: base?.revision !== state.revision,
      attention: attention?.message ?? null,
    }));
}

/** Where an installation stands, in words. */
export function placesIn({ installations, knowledge }: Store): (installationId: string) => string {
  return (installationId) => {
    const state = installations.get(installationId)?.state;
    if (state === undefined) return '本机不掌握的设备';
    const office = knowledge.organisation(state.organisationId)?.name ?? '';
    return `${office} ${knowledge.counter(state.counterId)?.name ?? installationKindNames[state.kind]}`;
  };
}

/** What persons are called. */
export function namesIn({ knowledge }: Store): (personId: string) => string {
  const names = new Map(knowledge.staff().map(({ personId, name }) => [String(personId), name]));
  return (personId) =>
    names.get(personId) ?? (personId === 'citizen' ? '申请人' : personId === 'kiosk' ? '取号机' : personId);
}
