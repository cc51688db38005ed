import { Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { BeijingDate } from '#shared/clock/beijing.ts';
import { dayOf } from '#shared/organisation/staff-sheet.ts';

/** The name of a field as it is read aloud: what stands in brackets and the mark of what has to be filled in left out. */
const nameOf = (label: string): string => label.replace(/[*（].*$/, '');

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="office-field">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}

interface Common<Value> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
}

export function TextField({
  label,
  onChange,
  ...rest
}: Common<string> & { readonly maxLength: number; readonly placeholder?: string }) {
  return (
    <Field label={label}>
      <Input {...rest} aria-label={nameOf(label)} onChange={({ target }) => onChange(target.value)} />
    </Field>
  );
}

/** A reason or an opinion: some lines that others will read. */
export function ReasonField({
  label,
  onChange,
  ...rest
}: Common<string> & { readonly placeholder?: string }) {
  return (
    <Field label={label}>
      <Input.TextArea
        {...rest}
        rows={2}
        maxLength={500}
        aria-label={nameOf(label)}
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}

/** A date as it is being typed: what cannot be read is told apart from what is left empty. */
export type TypedDate = BeijingDate | null | 'unreadable';

/** Takes `2026-01-31`, `20260131`, `2026/1/31` and `2026年1月31日`, and writes it the first way on leaving. */
export function DateField({ label, value, onChange, ...rest }: Common<TypedDate>) {
  const [text, setText] = useState(value ?? '');
  const tidy = (): void => {
    if (value !== null && value !== 'unreadable') setText(value);
  };
  return (
    <Field label={label}>
      <Input
        {...rest}
        value={text}
        maxLength={20}
        placeholder="例如 2026-01-31"
        status={value === 'unreadable' ? 'error' : ''}
        aria-label={nameOf(label)}
        aria-invalid={value === 'unreadable'}
        onBlur={tidy}
        onChange={({ target }) => {
          setText(target.value);
          onChange(target.value.trim() === '' ? null : (dayOf(target.value) ?? 'unreadable'));
        }}
      />
    </Field>
  );
}

export function ChoiceField({
  label,
  onChange,
  ...rest
}: Common<string | null> & { readonly options: { value: string; label: string }[] }) {
  return (
    <Field label={label}>
      <Select
        {...rest}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={nameOf(label)}
        onChange={(next: string | undefined) => onChange(next ?? null)}
      />
    </Field>
  );
}
