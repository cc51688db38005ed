import { attachmentLimits, type MediaType } from '../attachments.ts';

/** What a file turned out to be, by what it holds; its name and what the browser calls it count for nothing. */
export type Inspected =
  | { kind: 'accepted'; mediaType: MediaType; sheets: number }
  | { kind: 'refused'; code: RefusalCode; message: string };

export type RefusalCode =
  | 'empty'
  | 'tooBig'
  | 'executable'
  | 'archive'
  | 'document'
  | 'markup'
  | 'otherPicture'
  | 'unknownType'
  | 'damaged'
  | 'somethingBehind'
  | 'twoInOne'
  | 'tooManyPixels'
  | 'activeContent'
  | 'locked'
  | 'uncheckable';

const sentences: Record<RefusalCode, string> = {
  empty: '文件是空的，请重新选择。',
  tooBig: `单个文件不能超过${attachmentLimits.fileBytes / 1024 / 1024}MB，请降低扫描清晰度，或分成几个文件。`,
  executable: '这是一个程序文件，不是材料，已拒收。它可能带有病毒，请勿打开，并提醒申请人检查U盘。',
  archive: '压缩包不能作为材料，请解压后逐个添加里面的图片或PDF。',
  document: 'Word、Excel等文档不能直接作为材料，请另存为PDF后再添加。',
  markup: '网页、SVG等可以夹带脚本的文件不能作为材料，请打印成PDF或扫描原件。',
  otherPicture: '这种图片格式不能识别，请另存为JPG或PNG，或用高拍仪扫描原件。',
  unknownType: '只收JPG、PNG图片和PDF文件，这个文件的内容都不是，请换一个文件。',
  damaged: '文件不完整或已损坏，打不开，请重新扫描或重新取得文件。',
  somethingBehind: '这个文件后面夹带了别的内容，已拒收，请用高拍仪扫描原件。',
  twoInOne: '这个文件同时是另一种文件（常见于病毒），已拒收，请用高拍仪扫描原件。',
  tooManyPixels: '图片尺寸过大，请降低扫描分辨率（A4纸300dpi已足够）。',
  activeContent: '这个PDF里有脚本、附件或自动执行的动作，已拒收，请打印成纸质扫描，或重新导出为普通PDF。',
  locked: '这个PDF加了密码，不能检查内容，请去掉密码后再添加。',
  uncheckable: '这个PDF的内部结构不能检查，请重新导出为普通PDF，或打印后扫描。',
};

export const refusedContent = (code: RefusalCode): Extract<Inspected, { kind: 'refused' }> => ({
  kind: 'refused',
  code,
  message: sentences[code],
});
