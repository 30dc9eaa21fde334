/** Draws an SVG as PNG with the fonts handed in, and with no other: the same bytes anywhere. */
import { Resvg } from '@resvg/resvg-js';

/**
 * @param fontFiles paths of TrueType files; without one that fits, text would silently vanish.
 * @param zoom pixels for each unit of the drawing.
 */
export function renderPng(svg: string, fontFiles: readonly string[], zoom = 2): Uint8Array {
  if (fontFiles.length === 0) throw new Error('renderPng: no font files, text would vanish');
  const drawing = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: [...fontFiles],
      defaultFontFamily: 'DejaVu Sans',
      sansSerifFamily: 'DejaVu Sans',
    },
    fitTo: { mode: 'zoom', value: zoom },
    background: 'white',
  });
  return drawing.render().asPng();
}
