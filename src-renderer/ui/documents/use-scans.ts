import { useCallback, useEffect, useState } from 'react';
import type { PrintedContent } from '#shared/cases/documents/printed.ts';
import { mostSheetsDrawn } from '../../print/flow.ts';
import { openPdf } from '../papers/pdf-sheets.ts';
import type { DocumentsClient } from './use-printing.ts';

/** The pictures of a volume's scans, fetched one after the other; a scan that is not here is left out. */
export function useScans(api: DocumentsClient, caseId: string, content: PrintedContent | null) {
  const [fetched, setFetched] = useState<{
    of: PrintedContent;
    pictures: ReadonlyMap<string, string>;
  } | null>(null);
  useEffect(() => {
    if (content === null) return;
    let isWanted = true;
    void fetchAll(api, caseId, content).then((pictures) => {
      if (isWanted) setFetched({ of: content, pictures });
    });
    return () => {
      isWanted = false;
    };
  }, [api, caseId, content]);
  const pictures = content !== null && fetched?.of === content ? fetched.pictures : null;
  const scan = useCallback(
    (hash: string, sheet: number) => pictures?.get(keyOf(hash, sheet)) ?? null,
    [pictures],
  );
  return { scan, isComplete: pictures !== null };
}

async function fetchAll(
  api: DocumentsClient,
  caseId: string,
  content: PrintedContent,
): Promise<ReadonlyMap<string, string>> {
  const parts = content.kind === 'volume' ? content.volume.parts : [];
  const pages = parts.flatMap((part) => (part.kind === 'material' ? part.pages : []));
  const pictures = new Map<string, string>();
  for (const page of pages) {
    const { hash, sheets = 0 } = page;
    if (pictures.has(keyOf(hash, 0)) || pictures.has(keyOf(hash, 1))) continue;
    const isPicture = page.mediaType.startsWith('image/');
    if (!isPicture && (sheets === 0 || sheets > mostSheetsDrawn)) continue;
    const answer = await api.scan({ caseId, hash }).catch(() => null);
    if (answer?.kind !== 'done') continue;
    if (isPicture) pictures.set(keyOf(hash, 0), `data:${answer.mediaType};base64,${answer.base64}`);
    else
      await drawAll(
        Uint8Array.from(atob(answer.base64), (byte) => byte.charCodeAt(0)),
        { hash, pictures },
      );
  }
  return pictures;
}

/** A4 at 200 dots an inch, as a scanner would have it. */
const sheetWidth = 1_654;

/** The sheets of a PDF as pictures; one that cannot be drawn is left out, and the volume names it. */
async function drawAll(
  bytes: Uint8Array,
  { hash, pictures }: { readonly hash: string; readonly pictures: Map<string, string> },
): Promise<void> {
  const file = await openPdf(bytes).catch(() => null);
  if (file === null) return;
  for (let sheet = 1; sheet <= file.sheets; sheet += 1) {
    const canvas = await file.draw(sheet, sheetWidth).catch(() => null);
    if (canvas !== null) pictures.set(keyOf(hash, sheet), canvas.toDataURL('image/jpeg', 0.85));
  }
  await file.close();
}

const keyOf = (hash: string, sheet: number): string => `${hash} ${sheet}`;
