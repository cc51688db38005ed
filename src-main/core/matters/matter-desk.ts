import { v7 as uuidv7 } from 'uuid';
import { timeLimitText } from '#shared/clock/deadline.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { MatterSheetNote, MatterVersionCells, OfficeMatter } from '#shared/contracts/office-matters.ts';
import type { Actor } from '#shared/identity/authority.ts';
import { mayGive } from '#shared/identity/may-give.ts';
import { circleText, circularRequirements } from '#shared/matters/circular.ts';
import { matterDifferences } from '#shared/matters/differences.ts';
import { type Matter, publicFields } from '#shared/matters/matter.ts';
import { notTheirsToPropose } from '#shared/matters/matter-change.ts';
import { pinyinOf } from '#shared/matters/pinyin.ts';
import { buildMatterIndex, searchMatters } from '#shared/matters/search.ts';
import { materialRow, matterRow } from '#shared/matters/sheet.ts';
import { matterSheetReader } from '#shared/matters/sheet-reader.ts';
import { takenWhereText, takes } from '#shared/matters/taking.ts';
import { newestVersions, standingOf } from '#shared/matters/versions.ts';
import type { CommandArgs } from '#shared/subjects.ts';
import type { Acting, Intent, Performed } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { driftReport } from './drift-report.ts';
import { matterImport } from './matter-import.ts';
import {
  materialView,
  matterChangeRow,
  matterListRow,
  matterReading,
  shownVersion,
  standingNames,
} from './matter-views.ts';

const pageRows = 50;

interface Filter {
  text: string;
  departmentId: string | null;
  organisationId: string | null;
  tag: string | null;
  page: number;
}

/** The district's list of matters at an office: what is read of it, proposed for it and reviewed. */
export type MatterDesk = ReturnType<typeof matterDesk>;

export function matterDesk(store: Store) {
  let built: { source: readonly Matter[]; index: ReturnType<typeof buildMatterIndex> } | null = null;

  /** The matters that fit what was typed, best first; all where nothing was. */
  function found(text: string, shown: readonly Matter[]): readonly Matter[] {
    const source = store.knowledge.matters();
    if (text.trim() === '') return shown;
    if (built?.source !== source)
      built = { source, index: buildMatterIndex(newestVersions(source), pinyinOf) };
    const byCode = new Map(shown.map((matter) => [matter.code, matter]));
    return searchMatters(built.index, text, shown.length).flatMap(({ code }) => byCode.get(code) ?? []);
  }

  function list(actor: Actor, { text, departmentId, organisationId, tag, page }: Filter) {
    const reading = matterReading(store, actor);
    const office = reading.names.organisations.find(({ id }) => id === organisationId);
    const shown = [...reading.versions.values()].flatMap((all) => shownVersion(all, reading.today) ?? []);
    const rows = found(text, shown).filter(
      (matter) =>
        (departmentId === null || matter.department.organisationId === departmentId) &&
        (office === undefined || takes(matter, office)) &&
        (tag === null || labelsOf(matter).includes(tag)),
    );
    return {
      rows: rows
        .slice((page - 1) * pageRows, page * pageRows)
        .map((matter) => matterListRow(matter, reading)),
      total: rows.length,
    };
  }

  function choices() {
    const organisations = store.knowledge.facts().organisations;
    const matters = newestVersions(store.knowledge.matters());
    const deciding = new Set<string>(matters.map(({ department }) => department.organisationId));
    const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
    return {
      departments: organisations.filter(({ id }) => deciding.has(id)).map(named),
      offices: organisations.filter(({ level }) => level !== 'department').map(named),
      tags: [...new Set(matters.flatMap(labelsOf))].sort((a, b) => a.localeCompare(b, 'zh')),
    };
  }

  function get(actor: Actor, code: string, version: number | null): OfficeMatter | null {
    const reading = matterReading(store, actor);
    const { names, today } = reading;
    const all = reading.versions.get(code) ?? [];
    const matter = version === null ? shownVersion(all, today) : all.find((each) => each.version === version);
    const newest = all.at(-1);
    if (matter === undefined || newest === undefined) return null;
    return {
      row: matterListRow(matter, reading),
      publicFields: [...publicFields(matter)],
      aliases: [...matter.aliases],
      statutoryText: timeLimitText(matter.statutory) || '法律没有规定',
      takenText: takenWhereText(matter, names.organisations),
      situations: matter.situations.map(({ id, name }) => ({ id, name })),
      materials: matter.materials.map((material) => materialView(material, matter)),
      discretion: matter.discretion.map((tier) => ({ ...tier })),
      longestExtension: matter.longestExtension,
      publicNoticeDays: matter.publicNoticeDays,
      versions: all.toReversed().map((each) => {
        const before = all.find((other) => other.version === each.version - 1);
        const standing = standingOf(each, all, today);
        return {
          version: each.version,
          effectiveFrom: each.effectiveFrom,
          effectiveTo: each.effectiveTo,
          standing,
          standingName: standingNames[standing],
          differences: before === undefined ? [] : [...matterDifferences(before, each, names)],
        };
      }),
      changes: store.matterChanges
        .where(
          `EXISTS (SELECT 1 FROM json_each(state -> '$.matters') AS matter WHERE matter.value ->> '$.code' = ?)
           ORDER BY id DESC LIMIT 20`,
          code,
        )
        .map((subject) => matterChangeRow(subject, reading)),
      cells: matterRow(newest, names),
      materialCells: newest.materials.map((material) => materialRow(newest, material)),
      mayPropose: mayGive(actor.role, 'proposeMatters') && notTheirsToPropose([newest], { actor }) === null,
    };
  }

  function changes(actor: Actor, status: 'proposed' | 'reviewed', page: number) {
    const reading = matterReading(store, actor);
    const condition = status === 'proposed' ? `status = 'proposed'` : `status <> 'proposed'`;
    const rows = store.matterChanges
      // The ids are in the order of time.
      .where(`${condition} ORDER BY id DESC LIMIT ? OFFSET ?`, pageRows, (page - 1) * pageRows)
      .map((subject) => matterChangeRow(subject, reading));
    return { rows, total: store.matterChanges.count(condition) };
  }

  /** The next version as its cells say it. */
  function read(actor: Actor, { cells, materials }: MatterVersionCells) {
    const { facts, names, versions } = matterReading(store, actor);
    const reader = matterSheetReader({ ...facts, ...names });
    const held = versions.get(cells.实施编码)?.at(-1);
    const rows = materials ?? held?.materials.map((material) => materialRow(held, material)) ?? [];
    // Counted as in the workbook, whose first row is the head.
    rows.forEach((row, index) => {
      reader.readMaterial(index + 2, { ...row, 实施编码: cells.实施编码 });
    });
    reader.readMatter(2, cells);
    return reader.plan();
  }

  return {
    list,
    choices,
    get,
    changes,
    ...matterImport(store),

    check: (actor: Actor, version: MatterVersionCells): MatterSheetNote[] => [...read(actor, version).faults],

    propose(acting: Acting, version: MatterVersionCells, reason: string): Performed | Refused {
      const { proposals, faults } = read(acting.actor, version);
      if (faults.length > 0)
        return refused(
          'mattersFaulty',
          faults.map(({ column, message }) => `${column}：${message}`).join(''),
        );
      if (proposals.length === 0) return refused('nothingChanged', '内容与现行版本相同，没有需要报审的。');
      if (matterReading(store, acting.actor).waiting.has(version.cells.实施编码))
        return refused('alreadyWaiting', '这个事项已有一项调整待审核，请先审核，再提出新的调整。');
      return store.perform(acting, [
        {
          name: 'proposeMatters',
          subject: { kind: 'matterChange', id: uuidv7() },
          args: { matters: [...proposals], reason },
        },
      ]);
    },

    review: (
      acting: Acting,
      changeIds: readonly string[],
      decision: CommandArgs<'reviewMatters'>,
    ): Performed =>
      store.perform(
        acting,
        changeIds.map(
          (id): Intent => ({ name: 'reviewMatters', subject: { kind: 'matterChange', id }, args: decision }),
        ),
      ),

    drift: (bytes: string) => driftReport(newestVersions(store.knowledge.matters()), bytes),

    /** Circles among the newest versions, and those that what is proposed would make of them. */
    circles() {
      const published = newestVersions(store.knowledge.matters());
      const proposed = store.matterChanges.where(`status = 'proposed'`).flatMap(({ state }) => state.matters);
      const codes = new Set<string>(proposed.map(({ code }) => code));
      const sentences = (matters: readonly Matter[]) => circularRequirements(matters).map(circleText);
      const now = sentences(published);
      const then = sentences([...published.filter(({ code }) => !codes.has(code)), ...proposed]);
      return [
        ...now.map((sentence) => ({ sentence, proposed: false })),
        ...then.filter((each) => !now.includes(each)).map((sentence) => ({ sentence, proposed: true })),
      ];
    },
  };
}

/** What a matter can be grouped by: its tags, and the situations that it knows. */
const labelsOf = ({ tags, situations }: Matter): readonly string[] => [
  ...tags,
  ...situations.map(({ name }) => name),
];
