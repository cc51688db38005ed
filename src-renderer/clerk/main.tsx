import '../ui/theme/base.css';
import './clerk.css';
import { DeskProvider } from '../ui/theme/desk-provider.tsx';
import { showPage } from '../ui/theme/page-root.tsx';
import { Clerk } from './clerk.tsx';
import { queryClient } from './desk.ts';

showPage(
  <DeskProvider queryClient={queryClient}>
    <Clerk />
  </DeskProvider>,
);
