import './case-marks.css';

/** Area, day, series, serial, check digit. */
const grouped = /^(\d{9})(\d{8})(\d{3})(\d{4})(\d)$/;

/** A case number in readable groups; copied or searched, it is still one row of digits. */
export function CaseNumber({ number }: { readonly number: string }) {
  const parts = grouped.exec(number)?.slice(1) ?? [number];
  return (
    <span className="case-number">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a number have no other identity
        <span key={index}>{part}</span>
      ))}
    </span>
  );
}
