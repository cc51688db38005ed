/** The mark: one counter window with one line under it. */
export function Mark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg
      style={{ flex: 'none' }}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
    >
      <rect x="3" y="4" width="26" height="18" rx="4" fill="none" stroke="currentColor" strokeWidth="2.6" />
      <path d="M16 4v18" stroke="currentColor" strokeWidth="2.6" />
      <path d="M6 27.5h20" stroke="#f0b24a" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
