import { Descriptions } from 'antd';
import { nonAcceptancePhrases } from '#shared/cases/phrases.ts';
import { formatBeijing, formatDate } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';

/** How a case came in beyond the straight way: who filed it, what was told, what is owed, what was refused. */
export function IntakeFacts({ detail }: { readonly detail: CaseDetail }) {
  const { agent, firstReceiver, nonAcceptance, notices, owed, receivedBy } = detail;
  const items = [
    ...(firstReceiver !== null && firstReceiver !== receivedBy
      ? [{ key: 'first', label: '首问责任人', children: firstReceiver }]
      : []),
    ...(agent === null
      ? []
      : [
          {
            key: 'agent',
            label: '代办人',
            children: `${agent.name}（${agent.relation}）　${agent.idNumber}　${agent.phone}　代办费0元`,
          },
        ]),
    ...notices.map((notice, index) => ({
      key: `notice-${notice.at}`,
      label: index === 0 ? '一次性告知' : '再次告知',
      children: (
        <>
          <ol className="intake-facts-papers">
            {notice.missing.map(({ name, why }) => (
              <li key={name}>
                {name}：{why}
              </li>
            ))}
          </ol>
          {notice.newFacts !== null && <p>增加内容的原因：{notice.newFacts}</p>}
          <p>
            {formatBeijing(notice.at)} {notice.by}告知，材料
            {notice.papersKept ? '留在窗口' : '由申请人带回'}，
            {notice.supplementedAt === null ? '尚未补齐' : `${formatBeijing(notice.supplementedAt)}补齐`}
          </p>
        </>
      ),
    })),
    ...(owed.length === 0
      ? []
      : [
          {
            key: 'owed',
            label: '容缺材料',
            children: (
              <ol className="intake-facts-papers">
                {owed.map(({ materialId, name, due, overdue, provisional, suppliedAt }) => (
                  <li key={materialId} className={overdue ? 'intake-facts-overdue' : undefined}>
                    {name}：
                    {suppliedAt === null
                      ? `${formatDate(due)}前补交${provisional ? '（暂定）' : ''}${overdue ? '，已逾期' : ''}`
                      : `${formatBeijing(suppliedAt)}已补交`}
                  </li>
                ))}
              </ol>
            ),
          },
        ]),
    ...(nonAcceptance === null
      ? []
      : [
          {
            key: 'refused',
            label: '不予受理',
            children: (
              <>
                <strong>{nonAcceptancePhrases[nonAcceptance.ground].name}</strong>　{nonAcceptance.reason}
                <br />
                依据：{nonAcceptance.basis}
                {nonAcceptance.authority !== null && (
                  <>
                    <br />
                    有权机关：{nonAcceptance.authority}
                  </>
                )}
                <br />
                {nonAcceptance.by}　{formatBeijing(nonAcceptance.at)}
              </>
            ),
          },
        ]),
  ];
  if (items.length === 0) return null;
  return (
    <Descriptions
      bordered
      size="small"
      column={1}
      styles={{ label: { whiteSpace: 'nowrap', width: 110 } }}
      items={items}
    />
  );
}
