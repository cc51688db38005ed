/**
 * PDF files as pictures. Chromium's own viewer wants a frame and a plugin, which no page here may have; the sheets are
 * drawn by pdf.js instead, as it comes in the package unpdf: without a worker, without eval, loaded with the first PDF.
 * What a PDF can do beside being looked at was refused when it was taken in.
 */

/** A file that is open; its sheets are drawn one by one. */
export interface PdfSheets {
  readonly sheets: number;
  /** @param sheet from 1 @param width of the picture, in dots */
  draw(sheet: number, width: number): Promise<HTMLCanvasElement>;
  close(): Promise<void>;
}

/** Opens a PDF. @throws where it cannot be read */
export async function openPdf(bytes: Uint8Array): Promise<PdfSheets> {
  const { getDocument } = await import('unpdf/pdfjs');
  const loading = getDocument({
    data: bytes,
    isEvalSupported: false,
    useSystemFonts: true,
    enableXfa: false,
  });
  const file = await loading.promise;
  return {
    sheets: file.numPages,
    async draw(sheet, width) {
      const page = await file.getPage(sheet);
      const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      await page.render({ canvas, viewport }).promise;
      page.cleanup();
      return canvas;
    },
    close: () => loading.destroy(),
  };
}
