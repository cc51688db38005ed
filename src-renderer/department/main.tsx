import '../ui/theme/base.css';
import './department.css';
import { DeskProvider } from '../ui/theme/desk-provider.tsx';
import { showPage } from '../ui/theme/page-root.tsx';
import { Department } from './department.tsx';
import { queryClient } from './desk.ts';

showPage(
  <DeskProvider queryClient={queryClient}>
    <Department />
  </DeskProvider>,
);
