import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';

import type { ReactNode } from 'react';
import { chinese } from './chinese.ts';
import { deskTheme } from './desk-theme.ts';

/** Look, language and queries of a desk: the pages that staff work at. */
export function DeskProvider({
  queryClient,
  children,
}: {
  readonly queryClient: QueryClient;
  readonly children: ReactNode;
}) {
  return (
    <ConfigProvider
      locale={chinese}
      theme={deskTheme}
      wave={{ disabled: true }}
      // A space inside 收件 would make it another word for whoever searches the page or hears it read.
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </ConfigProvider>
  );
}
