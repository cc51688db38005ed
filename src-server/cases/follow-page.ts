import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { caseNumberParts } from '#shared/cases/case-number.ts';
import { type FollowedCase, followedCase } from '#shared/cases/follow.ts';
import { followPath, followRatingCode, followTokenSchema } from '#shared/cases/follow-token.ts';
import { beijingDateOf, formatBeijing, type Instant } from '#shared/clock/beijing.ts';
import { decideRating, ratingLevelNames, ratingLevels } from '#shared/ratings/rating.ts';
import { readState } from '#shared/subjects.ts';
import { paragraphSchema } from '#shared/text.ts';
import type { Queries } from '../database/database.ts';
import type { PublishedReference } from '../organisation/published.ts';
import { escaped, sendPublicPage } from '../public-page.ts';
import { stampOfDistrict, takeOwnStep } from './own-step.ts';

/** After so many wrong codes for one case none is looked at for a while: nobody tries them through. */
const mostWrong = 5;
const restMs = 10 * 60_000;
/** So many cases at most are remembered for their wrong codes. */
const mostRemembered = 10_000;
/** A form of a page is no longer than this, in bytes. */
const formLimit = 8 * 1024;

const formSchema = z.object({
  code: z.string().regex(/^\d{8}$/),
  level: z.enum(ratingLevels),
  comment: paragraphSchema(300).default(''),
});

/**
 * The page behind the code on a slip: whoever holds the slip reads how far the case has come, in plain words, and rates
 * the service once, with the code of the slip that the result was handed over with.
 */
export function followCasePage(
  app: FastifyInstance,
  { queries, now, published }: { queries: Queries; now: () => Instant; published: PublishedReference },
): void {
  const wrong = new Map<string, { count: number; since: number }>();

  async function caseOf(token: string): Promise<CaseFile | null> {
    if (!followTokenSchema.safeParse(token).success) return null;
    const row = await queries
      .selectFrom('case_file')
      .select('state')
      .where(sql`state ->> 'token'`, '=', token)
      .executeTakeFirst();
    return row === undefined ? null : readState('caseFile', row.state as unknown as CaseFile);
  }

  async function show(reply: FastifyReply, state: CaseFile | null, status = 200, complaint = '') {
    const reference = (await published(queries))?.reference;
    if (state === null || reference === undefined)
      return sendPublicPage(reply, 404, {
        ...{ title: '办理进度', style },
        body: '<main><h1>没有找到这件申请</h1><p>收件后要等窗口联网上传才能查看，请稍后再试；也可以凭凭条到收件窗口或打电话查询。</p></main>',
      });
    const followed = followedCase(state, reference.calendar, beijingDateOf(now()));
    return sendPublicPage(reply, status, {
      ...{ title: '办理进度', style },
      body: bodyOf(followed, state.token ?? '', now(), complaint),
    });
  }

  /** Whether a code is looked at; it is noted as wrong until it turns out to be right. */
  function mayTry(id: string): boolean {
    const held = wrong.get(id);
    const fresh = held === undefined || performance.now() - held.since > restMs;
    if (!fresh && held.count >= mostWrong) return false;
    if (wrong.size >= mostRemembered) wrong.clear();
    wrong.set(id, { count: fresh ? 1 : held.count + 1, since: fresh ? performance.now() : held.since });
    return true;
  }

  app.get<{ Params: { token: string } }>('/c/:token', async (request, reply) =>
    show(reply, await caseOf(request.params.token)),
  );

  // A plugin of its own: nothing else on this server reads forms.
  app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formLimit },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.post<{ Params: { token: string } }>('/c/:token', async (request, reply) => {
      const { token } = request.params;
      const state = await caseOf(token);
      if (state === null) return show(reply, null);
      const form = formSchema.safeParse(request.body);
      if (!form.success)
        return show(reply, state, 400, '请选择一个评价，并填写送达回证凭条上的8位评价码（说明最多300字）。');
      if (!mayTry(state.id)) return show(reply, state, 429, '评价码多次不对，请10分钟后再试。');
      const { code, level, comment } = form.data;
      if (code !== followRatingCode(token))
        return show(reply, state, 403, '评价码不对，请核对送达回证凭条上的8位数字。');
      wrong.delete(state.id);
      const at = now();
      const demo = (await published(queries))?.reference.demo ?? false;
      const taken = await takeOwnStep(queries, state.id, at, (file) =>
        decideRating(
          file,
          {
            name: 'rateCase',
            id: state.id,
            args: {
              ...{ ratingId: uuidv7(), visitId: null, level },
              comment: comment === '' ? null : { salt: randomUUID(), personal: { text: comment } },
            },
          },
          {
            // The citizen, from afar: where the case was received, at none of its counters.
            actor: {
              ...{ actorId: 'citizen', postingId: null, role: 'citizen' },
              organisationId: file.receivingOrganisationId,
            },
            place: { organisationId: file.receivingOrganisationId, counterId: null },
            stamp: stampOfDistrict(at),
            demo,
          },
        ),
      );
      if (taken.kind === 'refusal') return show(reply, state, 409, taken.refusal.message);
      // Loading it again must not send it again.
      return reply.redirect(followPath(token), 303);
    });
  });
}

function bodyOf(followed: FollowedCase, token: string, at: Instant, complaint: string): string {
  const { matterName, departmentName, caseNumber, applicantName, status, promised, steps } = followed;
  const fact = (label: string, value: string) => `<dt>${label}</dt><dd>${escaped(value)}</dd>`;
  return `<main><h1>${escaped(matterName)}</h1><p class="status">${escaped(status)}</p>
<dl>${promised === null ? '' : fact('承诺办结', promised)}${fact('申请人', applicantName)}${fact('办理部门', departmentName)}${fact('办件编号', caseNumberParts(caseNumber).join(' '))}</dl>
${complaint === '' ? '' : `<p class="complaint" role="alert">${escaped(complaint)}</p>`}
${ratingOf(followed, token)}
<h2>办理经过</h2>
<ol>${steps
    .toReversed()
    .map((step) => `<li><time>${escaped(formatBeijing(step.at))}</time>${escaped(step.text)}</li>`)
    .join('')}</ol>
<small>截至${escaped(formatBeijing(at))}，以窗口上传的内容为准。有疑问请联系收件窗口。</small></main>`;
}

function ratingOf({ canRate, rated }: FollowedCase, token: string): string {
  if (rated) return '<p class="thanks">您已评价过这次服务，谢谢。</p>';
  if (!canRate) return '';
  const levels = ratingLevels
    .map(
      (level) =>
        `<label><input type="radio" name="level" value="${level}" required>${ratingLevelNames[level]}</label>`,
    )
    .join('');
  return `<form method="post" action="${followPath(token)}"><h2>评价这次服务</h2><fieldset><legend>您觉得怎么样？</legend>${levels}</fieldset>
<label class="field">还想说的（可不填）<textarea name="comment" rows="3" maxlength="300"></textarea></label>
<label class="field">评价码（送达回证凭条上的8位数字）<input name="code" inputmode="numeric" autocomplete="off" maxlength="8" pattern="[0-9]{8}" required></label>
<button>提交评价</button><p class="note">评价自愿，一件事评价一次。</p></form>`;
}

const style = `body{margin:0;font:17px/1.6 sans-serif;color:#1c2628;background:#f4f3ef}
main{max-width:560px;margin:0 auto;padding:20px 16px 40px;overflow-wrap:anywhere}
h1{margin:0;font-size:22px;line-height:1.35}h2{margin:28px 0 8px;font-size:18px}
.status{display:inline-block;margin:10px 0 0;padding:4px 14px;border-radius:16px;color:#fff;background:#0c4f52;font-weight:600}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 14px;margin:16px 0 0;padding:14px;border-radius:12px;background:#fff}
dt{color:#5f6e71;white-space:nowrap}dd{margin:0}
ol{margin:0;padding:14px;list-style:none;border-radius:12px;background:#fff}
li{padding:8px 0 8px 14px;border-left:3px solid #b6dbd9}li:first-child{border-color:#0f6d71;font-weight:600}
time{display:block;color:#5f6e71;font-size:14px;font-weight:400}
small{display:block;margin-top:18px;color:#5f6e71;font-size:14px}
form{margin-top:20px;padding:2px 14px 14px;border-radius:12px;background:#fff}form h2{margin-top:14px}
fieldset{margin:0;padding:0;border:0}legend{padding:0}legend,.field{margin-bottom:4px}
fieldset label{display:flex;align-items:center;gap:10px;min-height:46px;border-bottom:1px solid #dde2df}
input[type=radio]{width:22px;height:22px;margin:0;accent-color:#0f6d71}
.field{display:block;margin-top:14px}
.field input,.field textarea{box-sizing:border-box;width:100%;margin-top:4px;padding:10px;border:1px solid #c3ccc9;border-radius:8px;font:inherit}
button{width:100%;margin-top:14px;padding:12px;border:0;border-radius:8px;color:#fff;background:#0f6d71;font:inherit;font-weight:600}
.note{margin:8px 0 0;color:#5f6e71;font-size:14px}
.complaint{padding:10px 14px;border-radius:8px;color:#a8281a;background:#fdece8}
.thanks{padding:10px 14px;border-radius:8px;color:#24703a;background:#e3f2e6}`;
