import { useEffect, useState } from 'react';
import { formatDate } from '#shared/clock/beijing.ts';
import { clerk } from '../desk.ts';
import './known.css';

const states = { valid: '有效', expired: '已过期', revoked: '已撤销' } as const;
type Answer = Awaited<ReturnType<typeof clerk.handing.held>>;

/**
 * What the applicant holds by the shared register: it need not be asked for again (国令716). The district is asked once
 * for each applicant, and not with every change of the desk.
 */
export function HeldCertificates({ applicant }: { readonly applicant: string }) {
  const [found, setFound] = useState<{ of: string; answer: Answer } | null>(null);
  useEffect(() => {
    let wanted = true;
    clerk.handing.held().then(
      (answer) => wanted && setFound({ of: applicant, answer }),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [applicant]);
  if (found === null || found.of !== applicant) return null;
  const { answer } = found;
  if (answer.kind === 'done' && answer.entries.length === 0) return null;
  return (
    <section className="known" aria-label="证照库">
      {answer.kind === 'refused' ? (
        <p>{answer.refusal.message}</p>
      ) : (
        <p className="known-line">
          证照库
          {answer.entries.map(({ name, number, until, status }) => (
            <span key={number} className="known-paper">
              {name} {number}（{states[status]}
              {until === null ? '，长期' : `，至${formatDate(until)}`}）
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
