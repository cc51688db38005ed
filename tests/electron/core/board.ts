import { implement } from '@orpc/server';
import { boardContract } from '#shared/contracts/board.ts';

const at = '2026-09-22T01:05:00.000Z';

/** A board whose hall's name is its core's process, so that a page shows which core it is talking to. */
export const boardRouter = {
  watch: implement(boardContract).watch.handler(async function* ({ signal }) {
    for (let calls = 1; signal?.aborted !== true; calls += 1) {
      yield {
        organisationName: '示范区政务服务中心',
        hallName: String(process.pid),
        now: at,
        calls: [
          { ticketId: 'a', number: 'A001', counterName: '1号窗口', counterNumber: 1, calledAt: at, calls },
        ],
        waiting: [],
        missed: [],
        counters: [],
        notice: '',
        speaks: false,
      };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }),
};
