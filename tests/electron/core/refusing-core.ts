import { refuseToStart } from '../../../src-main/electron/core-process.ts';

refuseToStart('数据由更新的版本写入，请先升级程序。');
