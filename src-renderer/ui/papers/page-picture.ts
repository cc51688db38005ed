import { useEffect, useRef, useState } from 'react';
import type { Page } from '#shared/contracts/papers.ts';
import { sentenceOf } from '../link/no-answer.ts';
import { openPdf, type PdfSheets } from './pdf-sheets.ts';
import type { PagesClient } from './thumbnails.ts';

/** As wide as the largest screen shows a page, in dots. */
const sheetWidth = 1_800;

/** The picture of a page in full, or why there is none; of a PDF, of one of its sheets. */
export function usePagePicture(
  page: Pick<Page, 'hash' | 'mediaType'>,
  sheet: number,
  { client, caseId }: { readonly client: PagesClient; readonly caseId: string | null },
): { readonly url: string | null; readonly sentence: string } {
  const [file, setFile] = useState<Blob | null>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [sentence, setSentence] = useState('');
  const isPdf = page.mediaType === 'application/pdf';

  useEffect(() => {
    let gone = false;
    client.get({ hash: page.hash, caseId }).then(
      (answer) => {
        if (gone) return;
        if (answer.kind === 'refused') setSentence(answer.refusal.message);
        else setFile(answer.file);
      },
      (error: unknown) => !gone && setSentence(sentenceOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [client, page.hash, caseId]);

  const pdf = useRef<Promise<PdfSheets> | null>(null);
  useEffect(() => {
    if (file === null || !isPdf) return;
    const opened = file.arrayBuffer().then((bytes) => openPdf(new Uint8Array(bytes)));
    pdf.current = opened;
    return () => {
      pdf.current = null;
      opened.then((sheets) => sheets.close()).catch(() => undefined);
    };
  }, [file, isPdf]);

  useEffect(() => {
    if (file === null) return;
    let gone = false;
    let made: string | null = null;
    const show = (picture: Blob): void => {
      if (gone) return;
      made = URL.createObjectURL(picture);
      setUrl(made);
    };
    if (isPdf) {
      setUrl(null);
      drawn(pdf.current, sheet).then(show, () => {
        if (!gone) setSentence('这份PDF打不开，可能已损坏或加了密，请申请人另存后重新提供。');
      });
    } else show(file);
    return () => {
      gone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [file, isPdf, sheet]);

  return { url, sentence };
}

async function drawn(opened: Promise<PdfSheets> | null, sheet: number): Promise<Blob> {
  const sheets = await opened;
  const canvas = await sheets?.draw(sheet, sheetWidth);
  const picture = await new Promise<Blob | null>((resolve) => {
    if (canvas === undefined) resolve(null);
    else canvas.toBlob(resolve, 'image/png');
  });
  if (picture === null) throw new Error('the sheet was not drawn');
  return picture;
}
