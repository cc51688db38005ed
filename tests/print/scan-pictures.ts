import type { Page } from 'playwright-core';

/** Pictures as a document camera makes them, 1654 × 2339 (A4 at 200 dpi) with something of everything on them. */
export const drawScans = (page: Page, count: number): Promise<string[]> =>
  page.evaluate((wanted) => {
    const canvas = document.createElement('canvas');
    canvas.width = 1654;
    canvas.height = 2339;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    return Array.from({ length: wanted }, (_, index) => {
      context.fillStyle = '#f7f5ee';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = '#222';
      context.font = '40px serif';
      for (let line = 0; line < 50; line += 1)
        context.fillText(`scan ${index + 1}, line ${line + 1}: ${'lorem '.repeat(9)}`, 80, 120 + line * 43);
      for (let dot = 0; dot < 20_000; dot += 1)
        context.fillRect((dot * 7919) % 1654, (dot * 104_729) % 2339, 2, 2);
      return canvas.toDataURL('image/jpeg', 0.8);
    });
  }, count);
