import '../ui/theme/base.css';
import './citizen.css';
import { showPage } from '../ui/theme/page-root.tsx';
import { Citizen } from './citizen.tsx';

showPage(<Citizen />);
