import './key-hint.css';

/** The key that does the same as the button it stands on. Not part of the button's name. */
export function KeyHint({ children }: { readonly children: string }) {
  return (
    <span className="key-hint" aria-hidden="true">
      {children}
    </span>
  );
}
