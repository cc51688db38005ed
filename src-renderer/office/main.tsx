import '../ui/theme/base.css';
import './office.css';
import { DeskProvider } from '../ui/theme/desk-provider.tsx';
import { showPage } from '../ui/theme/page-root.tsx';
import { queryClient } from './desk.ts';
import { Office } from './office.tsx';

showPage(
  <DeskProvider queryClient={queryClient}>
    <Office />
  </DeskProvider>,
);
