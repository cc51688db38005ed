import '../ui/theme/base.css';
import './board.css';
import { showPage } from '../ui/theme/page-root.tsx';
import { Board } from './board.tsx';

showPage(<Board />);
