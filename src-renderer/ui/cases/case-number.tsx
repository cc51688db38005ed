import { caseNumberParts } from '#shared/cases/case-number.ts';
import './case-marks.css';

/** A case number in readable groups; copied or searched, it is still one row of digits. */
export function CaseNumber({ number }: { readonly number: string }) {
  return (
    <span className="case-number">
      {caseNumberParts(number).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a number have no other identity
        <span key={index}>{part}</span>
      ))}
    </span>
  );
}
