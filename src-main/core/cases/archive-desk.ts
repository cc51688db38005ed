import { concludedAt, volumeGaps } from '#shared/cases/archive.ts';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { ArchiveRow } from '#shared/contracts/archive.ts';
import type { Slip } from '#shared/devices/slip.ts';
import { maskName } from '#shared/identity/masking.ts';
import { erasedText, reveal } from '#shared/sync/personal.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { Acting } from '../store/commands.ts';
import { unarchivedCases } from '../store/listed-cases.ts';
import type { Store } from '../store/store.ts';

const shown = 200;

/** Archive volumes of a centre: what each still lacks, closing them, and handing them over by a list. */
export type ArchiveDesk = ReturnType<typeof archiveDesk>;

export function archiveDesk(store: Store, devices: Pick<DeviceDesk, 'enter'>) {
  function row(state: CaseFile): ArchiveRow | [] {
    const end = concludedAt(state);
    if (end === null) return [];
    const name = reveal(state.applicant)?.name;
    return {
      ...{ caseId: state.id, caseNumber: state.caseNumber, matterName: state.matter.name },
      applicantName: name === undefined ? erasedText : maskName(name),
      endedOn: beijingDateOf(momentOf(end)),
      gaps: state.archive === null ? [...volumeGaps(state)] : [],
      until: state.archive?.until ?? null,
    };
  }
  const files = (ids: readonly string[]): CaseFile[] => ids.flatMap((id) => store.cases.get(id)?.state ?? []);

  return {
    list(): ArchiveRow[] {
      const { organisationId } = store.knowledge.place();
      return store.cases
        .where(
          `${unarchivedCases} AND state ->> '$.receivingOrganisationId' = ? ORDER BY case_number LIMIT ${shown}`,
          organisationId,
        )
        .flatMap(({ state }) => row(state));
    },

    /** Closes those volumes, all of them or none. */
    close(acting: Acting, ids: readonly string[]): { kind: 'done'; count: number } | Refused {
      const performed = store.perform(
        acting,
        ids.map((id) => ({ name: 'closeVolume', subject: { kind: 'caseFile', id }, args: {} })),
      );
      return performed.kind === 'refused' ? performed : { kind: 'done', count: ids.length };
    },

    /** Hands them to the archive: a list with its number, on paper for both to sign. */
    hand(
      acting: Acting,
      ids: readonly string[],
      receiver: string,
    ): { kind: 'done'; listNumber: string } | Refused {
      if (receiver === '') return refused('noReceiver', '请填写接收单位和接收人。');
      const today = beijingDateOf(store.now());
      const { series } = store.knowledge.place();
      const listNumber = `${today.replaceAll('-', '')}-${series}-${String(store.now()).slice(11, 16).replace(':', '')}`;
      let print = (): void => {};
      const performed = store.perform(
        acting,
        ids.map((id) => ({
          name: 'handToArchive',
          subject: { kind: 'caseFile', id },
          args: { listNumber, receiver },
        })),
        () => {
          const slip = listSlip(files(ids), { listNumber, receiver, day: formatDate(today) });
          print = devices.enter('counter', { title: slip.title, subjectId: ids[0] ?? '', slip });
        },
      );
      if (performed.kind === 'refused') return performed;
      print();
      return { kind: 'done', listNumber };
    },
  };
}

/** 档案移交清单: every volume with its number and until when it is kept; no name stands on it. */
function listSlip(
  volumes: readonly CaseFile[],
  { listNumber, receiver, day }: { listNumber: string; receiver: string; day: string },
): Slip {
  return {
    width: '80mm',
    title: '档案移交清单',
    lines: [
      { kind: 'pair', key: '清单编号', value: listNumber },
      { kind: 'pair', key: '移交日期', value: day },
      { kind: 'pair', key: '接收', value: receiver },
      { kind: 'pair', key: '卷数', value: `${volumes.length}卷` },
      { kind: 'divider' },
      ...volumes.flatMap(
        ({ caseNumber, matter, archive }, index) =>
          [
            { kind: 'text', text: `${index + 1}. ${matter.name}` },
            { kind: 'text', text: caseNumber },
            { kind: 'pair', key: '保管至', value: archive === null ? '' : formatDate(archive.until) },
          ] as const,
      ),
      { kind: 'divider' },
      { kind: 'text', text: '双方当面清点，卷数一致后签名，各存一份。' },
      { kind: 'feed', lines: 1 },
      { kind: 'text', text: '移交人签名：' },
      { kind: 'feed', lines: 1 },
      { kind: 'text', text: '接收人签名：' },
      { kind: 'feed', lines: 1 },
    ],
  };
}
