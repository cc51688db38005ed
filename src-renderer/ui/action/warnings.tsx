import { Button } from 'antd';
import { useState } from 'react';
import '../link/link-bar.css';

/** What everybody at a desk should know, in a bar above the work; read, it makes room, until something else is said. */
export function Warnings({ sentences }: { readonly sentences: readonly string[] }) {
  const [read, setRead] = useState<readonly string[]>([]);
  const unread = sentences.filter((each) => !read.includes(each));
  if (unread.length === 0) return null;
  return (
    <div className="link-bar" role="alert">
      {unread.join(' ')}
      <Button type="link" size="small" onClick={() => setRead(sentences)}>
        知道了
      </Button>
    </div>
  );
}
