import { v7 as uuidv7 } from 'uuid';
import type { CaseFile, PrintEntry } from '#shared/cases/case-file.ts';
import type { CaseDocument } from '#shared/cases/documents/document.ts';
import { type DocumentOffice, documentsOfCase } from '#shared/cases/documents/of-case.ts';
import { type PrintedContent, printedContentSchema, printTemplate } from '#shared/cases/documents/printed.ts';
import { toPrintNow } from '#shared/cases/documents/to-print-now.ts';
import { volumeNumber, volumeOf, volumeTitle } from '#shared/cases/documents/volume.ts';
import { nextCopy, type PrintOutcomeKind, printOutcomeText } from '#shared/cases/printing.ts';
import { formatDate } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import { type Done, type Refused, refused } from '#shared/contracts/answer.ts';
import type { DocumentRow, PrintRow } from '#shared/contracts/documents.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import type { ClaimPrint } from '../devices/device-desk.ts';
import type { unmaskings } from '../identity/unmasking.ts';
import type { Catalogue } from '../matters/catalogue.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import type { FetchedBlobs } from './fetched-blobs.ts';

type Shown = { kind: 'done'; content: PrintedContent } | Refused;

/** The A4 papers of cases: what can be printed, what was, and the very pages of it. */
export type DocumentDesk = ReturnType<typeof documentDesk>;

export function documentDesk(
  store: Store,
  parts: {
    catalogue: Catalogue;
    unmaskings: ReturnType<typeof unmaskings>;
    blobs: FetchedBlobs;
    /** The district's leave to print a certificate. */
    claim: ClaimPrint;
  },
) {
  const { catalogue, blobs } = parts;
  const unknown = refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
  const gone = refused('documentUnknown', '这个办件没有这份文书，请刷新后再选。');

  const office = (id: string) => {
    const found = store.knowledge.organisation(id);
    return { name: found?.name ?? '', contact: found?.contact || '见办事大厅公示栏' };
  };
  const nameOf = (personId: string): string =>
    store.knowledge.staff().find((posting) => posting.personId === personId)?.name ?? '';

  function officeOf({ matter, receivingCounterId, receivingOrganisationId }: CaseFile): DocumentOffice {
    const deciding = office(matter.departmentId);
    return {
      receiving: office(receivingOrganisationId),
      deciding: { ...deciding, name: deciding.name || matter.departmentName },
      counterName: store.knowledge.counter(receivingCounterId)?.name ?? '',
      calendar: store.knowledge.calendar(),
      nameOf,
      placeName: (id) => placeName(id),
      matter: catalogue.version(matter.code, matter.version),
    };
  }
  function placeName(id: string): string {
    const counter = store.knowledge.counter(id);
    if (counter === undefined) return store.knowledge.organisation(id)?.name ?? id;
    return `${store.knowledge.organisation(counter.organisationId)?.name ?? ''}${counter.name}`;
  }

  const documents = (file: CaseFile): readonly CaseDocument[] => documentsOfCase(file, officeOf(file));

  const printRow = ({
    printId,
    number,
    title,
    copy,
    at,
    by,
    settled,
    content,
    bytes,
  }: PrintEntry): PrintRow => ({
    ...{ printId, number, title, copy },
    at: momentOf(at),
    by: nameOf(by),
    outcome: printOutcomeText(settled?.outcome ?? null),
    pages: settled?.pages ?? null,
    kept: store.blobs.has(content) || bytes !== undefined,
  });

  /** What a number names on a case, as it would be printed now. */
  function contentOf(file: CaseFile, number: string): PrintedContent | null {
    const as = { template: printTemplate, copy: nextCopy(file, number) };
    if (number === volumeNumber(file)) {
      const volume = volumeOf(file, { ...officeOf(file), documents: documents(file) });
      return { ...as, kind: 'volume', volume };
    }
    const document = documents(file).find((each) => each.number === number);
    return document === undefined ? null : { ...as, kind: 'document', document };
  }

  /**
   * A certificate is printed once in the whole district, and only when the district has confirmed its issue. A print that
   * failed goes on under its own claim; any other is a matter of replacing the certificate.
   */
  async function claimed(id: string, number: string, printId: string): Promise<Refused | null> {
    const subject = store.cases.get(id);
    const certificate = subject?.base?.issued?.certificate;
    if (!certificate)
      return refused(
        'notConfirmedYet',
        '区级平台确认发证后才能打印证照，请联网上传后再打印；其他文书可以先打印。',
      );
    const before = subject.state.prints.filter((each) => each.number === number);
    if (before.some(({ settled }) => settled !== null && settled.outcome !== 'failed'))
      return refused(
        'certificateClaimed',
        '这份证照已经打印过，不能再打一份。证照损坏或遗失的，请按补证办理。',
      );
    const answer = await parts.claim(before[0]?.printId ?? printId, certificate.number);
    return answer.kind === 'refused' ? answer : null;
  }

  function looked({ actor }: Acting, id: string): void {
    const { kind } = store.knowledge.place();
    parts.unmaskings.record(actor.actorId, 'caseFile', id, kind === 'department' ? 'department' : 'desk');
  }

  return {
    /** The documents of a case with its volume, and its print log, the latest first; null for a case that is not here. */
    list(id: string): { documents: DocumentRow[]; prints: PrintRow[]; now: string | null } | null {
      const file = store.cases.get(id)?.state;
      if (file === undefined) return null;
      const all = documents(file);
      const printed = (number: string) => nextCopy(file, number) - 1;
      return {
        documents: [
          ...all.map(({ number, title, date, qr }) => ({
            ...{ number, title, date: formatDate(date) },
            check: qr.slice(qr.indexOf('/') + 1),
            prints: printed(number),
          })),
          {
            ...{ number: volumeNumber(file), title: volumeTitle, date: '', check: '' },
            prints: printed(volumeNumber(file)),
          },
        ],
        prints: file.prints.map(printRow).reverse(),
        now: toPrintNow(file, all),
      };
    },

    preview(acting: Acting, id: string, number: string): Shown {
      const file = store.cases.get(id)?.state;
      if (file === undefined) return unknown;
      const content = contentOf(file, number);
      if (content === null) return gone;
      looked(acting, id);
      return { kind: 'done', content };
    },

    /** Keeps what is about to be printed and enters the print; the sheets may leave when this has answered. */
    async print(
      acting: Acting,
      id: string,
      number: string,
    ): Promise<{ kind: 'done'; printId: string; content: PrintedContent } | Refused> {
      const file = store.cases.get(id)?.state;
      if (file === undefined) return unknown;
      const content = contentOf(file, number);
      if (content === null) return gone;
      const printId = uuidv7();
      if (content.kind === 'document' && content.document.kind === 'certificate') {
        const stopped = await claimed(id, number, printId);
        if (stopped !== null) return stopped;
      }
      const title = content.kind === 'volume' ? content.volume.title : content.document.title;
      const { hash, bytes } = store.blobs.put(Buffer.from(canonicalJson(content)));
      const performed = store.perform(acting, [
        {
          name: 'printDocument',
          subject: { kind: 'caseFile', id },
          args: { printId, number, title, content: hash, bytes },
        },
      ]);
      return performed.kind === 'refused' ? performed : { kind: 'done', printId, content };
    },

    settle(
      acting: Acting,
      id: string,
      print: { printId: string; outcome: PrintOutcomeKind; pages: number; pdf: string | null },
    ): Done {
      const pdf = print.pdf === null ? null : Buffer.from(print.pdf, 'base64');
      if (pdf !== null && pdf.toString('latin1', 0, 5) !== '%PDF-')
        return refused('notPdf', '留存的打印件不是PDF，没有保存；请重新打印，再次出现请联系运维。');
      const performed = store.perform(acting, [
        {
          name: 'settlePrint',
          subject: { kind: 'caseFile', id },
          args: {
            printId: print.printId,
            outcome: print.outcome,
            pages: print.pages,
            ...(pdf === null ? { pdf } : { pdf: store.blobs.put(pdf).hash, pdfBytes: pdf.length }),
          },
        },
      ]);
      return performed.kind === 'refused' ? performed : { kind: 'done' };
    },

    /** What was printed then, exactly. */
    async printed(acting: Acting, id: string, printId: string): Promise<Shown> {
      const entry = store.cases.get(id)?.state.prints.find((each) => each.printId === printId);
      if (entry === undefined) return unknown;
      const kept = await blobs.get(entry.content);
      if (!Buffer.isBuffer(kept)) return kept;
      looked(acting, id);
      return { kind: 'done', content: printedContentSchema.parse(JSON.parse(kept.toString())) };
    },

    /** A scan that the case names, for its volume. */
    async scan(
      id: string,
      hash: string,
    ): Promise<{ kind: 'done'; mediaType: string; base64: string } | Refused> {
      const attachment = store.cases.get(id)?.state.attachments.find((each) => each.hash === hash);
      if (attachment === undefined) return refused('scanNotHere', '这个办件没有这一页，请刷新后再试。');
      const bytes = await blobs.get(hash);
      if (!Buffer.isBuffer(bytes)) return bytes;
      return { kind: 'done', mediaType: attachment.mediaType, base64: bytes.toString('base64') };
    },
  };
}
