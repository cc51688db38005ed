import { useRef, useState } from 'react';
import type { Refused } from '#shared/contracts/answer.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { asFile, pageOfFile } from '../../ui/papers/file-page.ts';
import type { MadePage } from '../../ui/papers/scan/scanner.ts';
import { holdThumbnail } from '../../ui/papers/thumbnails.ts';
import { clerk } from '../desk.ts';

/** Keeps a page with a paper, of what is being entered or of a case. */
type Keep = (
  materialId: string,
  file: File,
  thumbnail: string | null,
) => Promise<{ kind: 'done'; page?: { hash: string } } | Refused>;

/** Of what is being entered at this counter. */
const keepInDraft: Keep = (materialId, file, thumbnail) => clerk.pages.add({ materialId, file, thumbnail });

interface Adding {
  /** Files that are still to be added. */
  readonly left: number;
  /** Why files were not taken, each with its name, until somebody has read it. */
  readonly refusals: readonly string[];
}
const nothing: Adding = { left: 0, refusals: [] };

/** Adding files and scans to papers, one after the other, so that pages keep their order. */
export interface AddingPages {
  of(materialId: string): Adding;
  add(materialId: string, files: readonly File[]): void;
  /** Adds a scanned page. @returns why not; empty where it was added */
  addPage(materialId: string, page: MadePage): Promise<string>;
  read(materialId: string): void;
}

export function useAddingPages(keep: Keep = keepInDraft): AddingPages {
  const [all, setAll] = useState<Readonly<Record<string, Adding>>>({});
  const queue = useRef(Promise.resolve());
  const change = (materialId: string, by: (before: Adding) => Adding): void =>
    setAll((before) => ({ ...before, [materialId]: by(before[materialId] ?? nothing) }));

  async function send(materialId: string, file: File, thumbnail: string | null): Promise<string> {
    try {
      const answer = await keep(materialId, file, thumbnail);
      if (answer.kind === 'refused') return answer.refusal.message;
      if (thumbnail !== null && answer.page !== undefined) holdThumbnail(answer.page.hash, thumbnail);
      return '';
    } catch (error) {
      return sentenceOf(error);
    }
  }

  async function addFile(materialId: string, file: File): Promise<void> {
    const page = await pageOfFile(file);
    const refusal =
      page.kind === 'refused' ? page.message : await send(materialId, page.file, page.thumbnail);
    change(materialId, ({ left, refusals }) => ({
      left: left - 1,
      refusals: refusal === '' ? refusals : [...refusals, `${file.name}：${refusal}`],
    }));
  }

  return {
    of: (materialId) => all[materialId] ?? nothing,
    add(materialId, files) {
      if (files.length === 0) return;
      change(materialId, ({ left }) => ({ left: left + files.length, refusals: [] }));
      for (const file of files) queue.current = queue.current.then(() => addFile(materialId, file));
    },
    addPage: (materialId, { file, thumbnail }) => send(materialId, asFile(file), thumbnail),
    read: (materialId) => change(materialId, ({ left }) => ({ left, refusals: [] })),
  };
}
