import type { Attachment, CaseFile } from '#shared/cases/case-file.ts';
import { inspect } from '#shared/cases/content/inspect.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { CasePage, Page } from '#shared/contracts/papers.ts';
import { materialsIn, type SituationId } from '#shared/matters/matter.ts';
import type { Catalogue } from '../matters/catalogue.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import type { Drafts } from './drafts.ts';
import type { FetchedBlobs } from './fetched-blobs.ts';
import { inflate } from './inflate.ts';
import { takeOnFile } from './on-file.ts';

type Done = { kind: 'done' } | Refused;
const done = { kind: 'done' } as const;

/** Scans and files: added to a draft or a case, shown from here or from the district. */
export type Pages = ReturnType<typeof pages>;

export function pages(
  store: Store,
  parts: {
    drafts: Drafts;
    catalogue: Catalogue;
    blobs: FetchedBlobs;
  },
) {
  const { drafts, catalogue, blobs } = parts;

  /** Judges a file and keeps it, with its small picture. */
  async function take(
    file: Blob,
    thumbnail: string | null,
  ): Promise<Refused | { kind: 'kept'; page: Omit<Page, 'materialId' | 'onFileFrom'> }> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const found = inspect(bytes, inflate);
    if (found.kind === 'refused') return refused(found.code, found.message);
    const kept = store.blobs.put(bytes);
    keepThumbnail(kept.hash, thumbnail);
    return { kind: 'kept', page: { ...kept, mediaType: found.mediaType, sheets: found.sheets } };
  }

  function keepThumbnail(hash: string, url: string | null): void {
    const base64 = url?.slice('data:image/jpeg;base64,'.length);
    if (base64 !== undefined) store.blobs.putDerived(hash, 'thumbnail', Buffer.from(base64, 'base64'));
  }

  const asked = (visitId: string) => {
    const { matterCode, situations } = drafts.of(visitId);
    const matter = matterCode === null ? undefined : catalogue.find(matterCode);
    return matter === undefined ? [] : materialsIn(matter, situations as SituationId[]);
  };

  return {
    async add(visitId: string, materialId: string, file: Blob, thumbnail: string | null) {
      const material = () => asked(visitId).find(({ id }) => id === materialId);
      if (material() === undefined) return notAsked;
      const taken = await take(file, thumbnail);
      if (taken.kind === 'refused') return taken;
      // While the file was looked at the entries may have become others.
      if (material() === undefined) return notAsked;
      const draft = drafts.of(visitId);
      const page: Page = { ...taken.page, materialId, onFileFrom: null };
      if (draft.pages.some((each) => each.hash === page.hash && each.materialId === materialId))
        return refused('pageTwice', '这一页已经在这份材料里了，不用再加一次。');
      drafts.save(visitId, {
        pages: [...draft.pages, page],
        tickedMaterialIds: [...new Set([...draft.tickedMaterialIds, materialId])],
      });
      return { ...done, page };
    },

    remove(visitId: string, materialId: string, hash: string): Done {
      const { pages: before } = drafts.of(visitId);
      drafts.save(visitId, {
        pages: before.filter((each) => each.hash !== hash || each.materialId !== materialId),
      });
      return done;
    },

    move(visitId: string, materialId: string, hash: string, to: number): Done {
      const { pages: before } = drafts.of(visitId);
      const [own, others] = [
        before.filter(isOf(materialId)),
        before.filter((each) => !isOf(materialId)(each)),
      ];
      const moved = own.find((each) => each.hash === hash);
      if (moved === undefined) return refused('pageUnknown', '这一页已经不在了，请刷新后再试。');
      const rest = own.filter((each) => each !== moved);
      drafts.save(visitId, { pages: [...others, ...rest.toSpliced(to, 0, moved)] });
      return done;
    },

    /** Takes a paper over from file, with its pages, or gives that up. */
    takeOnFile(visitId: string, materialId: string, taken: boolean): Done {
      const change = takeOnFile(store, catalogue, drafts.of(visitId), materialId, taken);
      if ('kind' in change) return change;
      drafts.save(visitId, change);
      return done;
    },

    askThough(visitId: string, materialId: string, reason: string): Done {
      const { askedThough } = drafts.of(visitId);
      const others = Object.fromEntries(Object.entries(askedThough).filter(([id]) => id !== materialId));
      drafts.save(visitId, { askedThough: reason === '' ? others : { ...others, [materialId]: reason } });
      return done;
    },

    async addToCase(
      acting: () => Acting,
      caseId: string,
      materialId: string,
      file: Blob,
      thumbnail: string | null,
    ) {
      if (store.cases.get(caseId) === null) return unknownCase;
      const taken = await take(file, thumbnail);
      if (taken.kind === 'refused') return taken;
      const state = store.cases.get(caseId)?.state;
      const { hash, bytes, mediaType, sheets } = taken.page;
      const page =
        1 + Math.max(0, ...(state?.attachments ?? []).filter(isOf(materialId)).map((each) => each.page));
      const attachment: Attachment = { hash, materialId, page, mediaType, bytes, sheets, onFileFrom: null };
      return store.perform(acting(), [
        {
          name: 'addAttachments',
          subject: { kind: 'caseFile', id: caseId },
          args: { attachments: [attachment] },
        },
      ]);
    },

    ofCase(caseId: string): CasePage[] {
      const state = store.cases.get(caseId)?.state;
      return state === undefined ? [] : casePages(store, state);
    },

    thumbnails: (hashes: readonly string[]) =>
      hashes.map((hash) => {
        const bytes = store.blobs.getDerived(hash, 'thumbnail');
        return { hash, url: bytes === null ? null : `data:image/jpeg;base64,${bytes.toString('base64')}` };
      }),

    keepThumbnail(hash: string, url: string): Done {
      if (store.blobs.has(hash)) keepThumbnail(hash, url);
      return done;
    },

    /** A page in full, from here or from the district. */
    async get(hash: string): Promise<Refused | { kind: 'done'; file: File }> {
      const bytes = await blobs.get(hash);
      if (!Buffer.isBuffer(bytes)) return bytes;
      const found = inspect(bytes, inflate);
      const type = found.kind === 'accepted' ? found.mediaType : 'application/octet-stream';
      return { ...done, file: new File([new Uint8Array(bytes)], hash, { type }) };
    },
  };
}

const isOf = (materialId: string) => (page: { materialId: string }) => page.materialId === materialId;
const notAsked = refused('notAsked', '所选事项不需要这份材料，请核对事项和情形后再添加。');
const unknownCase = refused('caseUnknown', '没有找到这个办件，请刷新后再试。');

/** The pages of a case in the order of its papers, each with what has become of it. */
function casePages(store: Store, { id, attachments, materials, owed, missing }: CaseFile): CasePage[] {
  const states = store.caseBlobs.ofCase(id);
  const papers = [...materials, ...owed, ...missing];
  const order = (materialId: string) => papers.findIndex((each) => each.materialId === materialId);
  return attachments
    .map((each) => ({
      ...each,
      materialName: papers.find(isOf(each.materialId))?.name ?? '其他材料',
      state: states.get(each.hash) ?? ('elsewhere' as const),
    }))
    .sort((one, other) => order(one.materialId) - order(other.materialId) || one.page - other.page);
}
