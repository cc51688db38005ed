import type { ContractRouterClient } from '@orpc/contract';
import { useCallback, useRef, useState } from 'react';
import type { PrintedContent } from '#shared/cases/documents/printed.ts';
import { type documentsContract, longestPdf } from '#shared/contracts/documents.ts';
import { sentenceOf } from '../link/no-answer.ts';

export type DocumentsClient = ContractRouterClient<typeof documentsContract>;

/** A print on its way: entered in the record, being laid out. */
interface Order {
  readonly printId: string;
  readonly content: PrintedContent;
}

/**
 * Prints a document: the core enters it, the sheets are laid out beside the page, the shell prints them, and what came of
 * it is entered. `paper` is to be drawn for printing only; `laidOut` is to be told when its sheets stand.
 */
export function usePrinting(api: DocumentsClient, caseId: string, onSettled: () => void) {
  const [order, setOrder] = useState<Order | null>(null);
  const [told, setTold] = useState({ sentence: '', isTrouble: false });
  const [busy, setBusy] = useState(false);
  // The sheets stand again after every look of React's at them; they are printed once.
  const printed = useRef<string | null>(null);

  async function begin(number: string): Promise<void> {
    if (busy) return;
    setBusy(true);
    setTold({ sentence: '正在打印……', isTrouble: false });
    try {
      const answer = await api.print({ caseId, number });
      if (answer.kind === 'done') {
        setOrder(answer);
        return;
      }
      setTold({ sentence: answer.refusal.message, isTrouble: true });
    } catch (error) {
      setTold({ sentence: sentenceOf(error), isTrouble: true });
    }
    setBusy(false);
  }

  const laidOut = useCallback(
    async (pages: number) => {
      if (order === null || printed.current === order.printId) return;
      printed.current = order.printId;
      try {
        const { outcome, pdf, sentence } = await onPaper(pages);
        const answer = await api.settle({ caseId, printId: order.printId, outcome, pages, pdf });
        const isTrouble = outcome === 'failed' || answer.kind === 'refused';
        setTold({ sentence: answer.kind === 'refused' ? answer.refusal.message : sentence, isTrouble });
      } catch (error) {
        setTold({ sentence: sentenceOf(error), isTrouble: true });
      } finally {
        setBusy(false);
        onSettled();
      }
    },
    [api, caseId, order, onSettled],
  );

  return { begin, busy, told, paper: order?.content ?? null, laidOut };
}

/** Hands the sheets that stand on the page over to the shell's printing. */
async function onPaper(
  pages: number,
): Promise<{ outcome: 'sent' | 'dialog' | 'failed'; pdf: string | null; sentence: string }> {
  const shell = window.yichuang?.printing;
  if (shell === undefined) {
    window.print();
    return {
      ...{ outcome: 'dialog', pdf: null },
      sentence: `已交打印窗口，共${pages}页。没有打印出来的，请再点打印。`,
    };
  }
  const bytes = await shell.pdf();
  const pdf = bytes.length <= longestPdf ? base64Of(bytes) : null;
  const { sent, reason } = await shell.paper();
  return sent
    ? { outcome: 'sent', pdf, sentence: `已送打印，共${pages}页。系统不回报是否出纸，请看一下打印机。` }
    : { outcome: 'failed', pdf, sentence: `没有打印：${reason}` };
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
