import type { ReactNode } from 'react';
import './empty-hint.css';

/** An empty place: what is not there, and what to do next. */
export function EmptyHint({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty-hint">
      <svg width="56" height="40" viewBox="0 0 56 40" aria-hidden="true" focusable="false">
        <rect x="6" y="4" width="44" height="26" rx="5" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M28 4v26M2 37h52" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <p className="empty-hint-title">{title}</p>
      {children}
    </div>
  );
}
