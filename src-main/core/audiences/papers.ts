import { implement } from '@orpc/server';
import { custodyContract, pagesAddedContract, pagesShownContract } from '#shared/contracts/papers.ts';
import type { CustodyDesk } from '../cases/custody-desk.ts';
import type { Pages } from '../cases/pages.ts';
import { noVisit, type VisitDesk } from '../visits/visit-desk.ts';
import type { Gated } from './gate.ts';
import type { Parts } from './parts.ts';

/** Whoever leafs through a case looked at it once. */
const onceWithinMs = 10 * 60_000;

/** Pages as every desk shows them; whoever looks at a page of a case in full is noted. */
export function pagesShown(
  { store, pages, unmaskings }: Pick<Parts, 'store' | 'pages' | 'unmaskings'>,
  place: 'desk' | 'department',
) {
  const os = implement(pagesShownContract).$context<Gated>();
  const looked = new Map<string, number>();
  const note = (actorId: string, caseId: string): void => {
    const key = `${actorId} ${caseId}`;
    if (performance.now() - (looked.get(key) ?? Number.NEGATIVE_INFINITY) < onceWithinMs) return;
    looked.set(key, performance.now());
    unmaskings.record(actorId, 'caseFile', caseId, place);
  };
  return {
    ofCase: os.ofCase.handler(({ input }) => pages.ofCase(input.caseId)),
    thumbnails: os.thumbnails.handler(({ input }) => pages.thumbnails(input.hashes)),
    get: os.get.handler(async ({ context, input }) => {
      const caseId = input.caseId ?? store.caseBlobs.caseOf(input.hash);
      if (caseId !== null) note(context.acting().actor.actorId, caseId);
      return pages.get(input.hash);
    }),
    keepThumbnail: os.keepThumbnail.handler(({ input }) => pages.keepThumbnail(input.hash, input.thumbnail)),
  };
}

/** Adding pages to what is being entered, and to cases. */
export function pagesAdded(pages: Pages, visits: Pick<VisitDesk, 'current'>) {
  const os = implement(pagesAddedContract).$context<Gated>();
  const entered = <Result>(act: (visitId: string) => Result) => {
    const visit = visits.current();
    return visit === null ? noVisit : act(visit.id);
  };
  return {
    add: os.add.handler(async ({ input }) =>
      entered((visitId) => pages.add(visitId, input.materialId, input.file, input.thumbnail)),
    ),
    remove: os.remove.handler(({ input }) =>
      entered((visitId) => pages.remove(visitId, input.materialId, input.hash)),
    ),
    move: os.move.handler(({ input }) =>
      entered((visitId) => pages.move(visitId, input.materialId, input.hash, input.to)),
    ),
    takeOnFile: os.takeOnFile.handler(({ input }) =>
      entered((visitId) => pages.takeOnFile(visitId, input.materialId, input.taken)),
    ),
    askThough: os.askThough.handler(({ input }) =>
      entered((visitId) => pages.askThough(visitId, input.materialId, input.reason)),
    ),
    addToCase: os.addToCase.handler(({ context, input }) =>
      pages.addToCase(context.acting, input.caseId, input.materialId, input.file, input.thumbnail),
    ),
  };
}

/** The papers themselves, hand to hand. */
export function custodyHandlers(custody: CustodyDesk) {
  const os = implement(custodyContract).$context<Gated>();
  return {
    of: os.of.handler(({ input }) => custody.of(input.caseId)),
    here: os.here.handler(() => custody.here()),
    handOver: os.handOver.handler(({ context, input: { caseId, ...args } }) =>
      custody.perform(context.acting(), caseId, { name: 'handOverPapers', args }),
    ),
    takeOver: os.takeOver.handler(({ context, input: { caseId, ...args } }) =>
      custody.perform(context.acting(), caseId, { name: 'takeOverPapers', args }),
    ),
    cancel: os.cancel.handler(({ context, input: { caseId, ...args } }) =>
      custody.perform(context.acting(), caseId, { name: 'cancelHandOver', args }),
    ),
    takeOut: os.takeOut.handler(({ context, input: { caseId, ...args } }) =>
      custody.perform(context.acting(), caseId, { name: 'takeOutPapers', args }),
    ),
    bringBack: os.bringBack.handler(({ context, input: { caseId, ...args } }) =>
      custody.perform(context.acting(), caseId, { name: 'bringBackPapers', args }),
    ),
  };
}
