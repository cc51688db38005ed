import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { PrintedContent } from '#shared/cases/documents/printed.ts';
import { formatBeijing } from '#shared/clock/beijing.ts';
import { PrintSheets } from '../../print/print-sheets.tsx';
import { Refusal } from '../action/refusal.tsx';
import { KeyHint } from '../keys/key-hint.tsx';
import { useKeysResting } from '../keys/use-keys.ts';
import { sentenceOf } from '../link/no-answer.ts';
import { EmptyHint } from '../theme/empty-hint.tsx';
import './case-documents.css';
import { type DocumentsClient, usePrinting } from './use-printing.ts';
import { useScans } from './use-scans.ts';

/** What is looked at: a document as it would be printed now, or a print as it was. */
type Chosen =
  | { readonly kind: 'document'; readonly number: string }
  | { readonly kind: 'print'; readonly printId: string };

const sameAs = (a: Chosen, b: Chosen | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The A4 papers of a case: chosen with the arrows, shown as they will be on paper, printed with Enter. */
export function CaseDocuments({
  api,
  caseId,
  onClose,
}: {
  readonly api: DocumentsClient;
  readonly caseId: string;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ['documents', caseId], queryFn: () => api.list({ caseId }) });
  const [wanted, setWanted] = useState<Chosen | null>(null);
  const { documents = [], prints = [], now = null } = list.data ?? {};
  const first = now ?? documents[0]?.number;
  const chosen: Chosen | null = wanted ?? (first === undefined ? null : { kind: 'document', number: first });
  const [shown, setShown] = useState<
    { of: Chosen; content: PrintedContent } | { of: Chosen; sentence: string } | null
  >(null);
  const settled = useCallback(() => {
    setShown(null);
    void queries.invalidateQueries({ queryKey: ['documents', caseId] });
  }, [queries, caseId]);
  const { begin, busy, told, paper, laidOut } = usePrinting(api, caseId, settled);
  const key = JSON.stringify(chosen);

  useEffect(() => {
    const of: Chosen | null = JSON.parse(key);
    if (of === null || shown !== null) return;
    let isWanted = true;
    const asked =
      of.kind === 'document'
        ? api.preview({ caseId, number: of.number })
        : api.printed({ caseId, printId: of.printId });
    asked.then(
      (answer) => {
        if (!isWanted) return;
        setShown(
          answer.kind === 'done' ? { of, content: answer.content } : { of, sentence: answer.refusal.message },
        );
      },
      (error: unknown) => {
        if (isWanted) setShown({ of, sentence: sentenceOf(error) });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [api, caseId, key, shown]);

  const choices: readonly Chosen[] = [
    ...documents.map(({ number }): Chosen => ({ kind: 'document', number })),
    ...prints.filter(({ kept }) => kept).map(({ printId }): Chosen => ({ kind: 'print', printId })),
  ];
  const choose = (next: Chosen | undefined): void => {
    if (next === undefined || sameAs(next, chosen)) return;
    setWanted(next);
    setShown(null);
  };
  const print = (): void => {
    if (chosen?.kind !== 'document') return;
    // What was just printed stays in sight, whatever comes next.
    setWanted(chosen);
    void begin(chosen.number);
  };
  const press = (event: KeyboardEvent): void => {
    // Enter prints wherever the focus is; the way back is Esc, as it says on it.
    if (event.isComposing || event.ctrlKey || event.altKey) return;
    const at = choices.findIndex((each) => sameAs(each, chosen));
    if (event.key === 'ArrowDown') choose(choices[at + 1]);
    else if (event.key === 'ArrowUp') choose(choices[at - 1]);
    else if (event.key === 'Enter') {
      if (!event.repeat) print();
    } else return;
    event.preventDefault();
  };
  const latestPress = useRef(press);
  useEffect(() => {
    latestPress.current = press;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => latestPress.current(event);
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);

  return (
    <Modal
      open
      centered
      width={1240}
      title="文书与卷宗"
      onCancel={onClose}
      footer={null}
      closable={false}
      transitionName=""
      maskTransitionName=""
    >
      <div className="case-documents">
        <nav aria-label="可打印的文书">
          {list.error !== null && <Refusal>{sentenceOf(list.error)}</Refusal>}
          <ul>
            {documents.map(({ number, title, date, prints: times }) => (
              <li key={number}>
                <button
                  type="button"
                  aria-current={sameAs({ kind: 'document', number }, chosen)}
                  onClick={() => choose({ kind: 'document', number })}
                >
                  <strong>{title}</strong>
                  <span>
                    {date === '' ? '全部文书、材料、打印记录' : date}
                    {times > 0 && `　已打印${times}次`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <h3>打印记录</h3>
          {prints.length === 0 ? (
            <p className="case-documents-none">还没有打印过。</p>
          ) : (
            <ul>
              {prints.map(({ printId, title, copy, at, by, outcome, pages, kept }) => (
                <li key={printId}>
                  <button
                    type="button"
                    disabled={!kept}
                    aria-current={sameAs({ kind: 'print', printId }, chosen)}
                    onClick={() => choose({ kind: 'print', printId })}
                  >
                    <strong>
                      {title}　第{copy}次
                    </strong>
                    <span>
                      {formatBeijing(at)}　{by}　{outcome}
                      {pages !== null && pages > 0 && `，${pages}页`}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </nav>
        <div className="case-documents-right">
          <Preview api={api} caseId={caseId} shown={shown} />
          <footer>
            <p role="status" className={told.isTrouble ? 'is-trouble' : undefined}>
              {chosen?.kind === 'print' && told.sentence === ''
                ? '这是当时打印的留存件，一字未改。'
                : told.sentence}
            </p>
            <Button onClick={onClose}>
              返回 <KeyHint>Esc</KeyHint>
            </Button>
            <Button
              // Anew for each that can be printed: the ring stands on what Enter does.
              key={chosen?.kind}
              autoFocus
              type="primary"
              loading={busy}
              disabled={chosen?.kind !== 'document'}
              onClick={print}
            >
              打印 <KeyHint>回车</KeyHint>
            </Button>
          </footer>
        </div>
      </div>
      {paper !== null && <Paper api={api} caseId={caseId} content={paper} onReady={laidOut} />}
    </Modal>
  );
}

function Preview({
  api,
  caseId,
  shown,
}: {
  readonly api: DocumentsClient;
  readonly caseId: string;
  readonly shown: { content: PrintedContent } | { sentence: string } | null;
}) {
  const [sheets, setSheets] = useState(1);
  const content = shown !== null && 'content' in shown ? shown.content : null;
  const { scan, isComplete } = useScans(api, caseId, content);
  if (shown === null) return <EmptyHint title="正在排版…" />;
  if ('sentence' in shown) return <Refusal>{shown.sentence}</Refusal>;
  return (
    <section
      className="case-documents-preview"
      aria-label="打印预览"
      style={{ ['--sheets' as string]: sheets }}
    >
      {isComplete && <PrintSheets content={shown.content} scan={scan} onReady={setSheets} />}
    </section>
  );
}

/** The sheets that go to the printer: beside the page, and shown to nobody. */
function Paper({
  api,
  caseId,
  content,
  onReady,
}: {
  readonly api: DocumentsClient;
  readonly caseId: string;
  readonly content: PrintedContent;
  readonly onReady: (pages: number) => void;
}) {
  const { scan, isComplete } = useScans(api, caseId, content);
  useEffect(() => {
    document.body.classList.add('has-print-paper');
    return () => document.body.classList.remove('has-print-paper');
  }, []);
  return createPortal(
    <div className="print-paper">
      {isComplete && <PrintSheets content={content} scan={scan} onReady={onReady} />}
    </div>,
    document.body,
  );
}
