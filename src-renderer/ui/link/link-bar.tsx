import type { Link } from '../link.ts';
import './link-bar.css';

/** A slim bar that says why the page is not up to date. The page itself stays as it was. */
export function LinkBar({ link }: { readonly link: Pick<Link<unknown>, 'useState'> }) {
  const { phase, sentence } = link.useState();
  if (phase === 'connected') return null;
  return (
    <div className={`link-bar link-bar-${phase}`} role="status">
      {sentence}
    </div>
  );
}
