import '../ui/theme/base.css';
import './kiosk.css';
import { showPage } from '../ui/theme/page-root.tsx';
import { Kiosk } from './kiosk.tsx';

showPage(<Kiosk />);
