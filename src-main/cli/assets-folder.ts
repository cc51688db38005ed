import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of what the program brings along: beside the packed program, beside the built one, or in the checkout. */
export function assetsFolder(): string {
  const { resourcesPath } = process as { resourcesPath?: string };
  // Bundled as CommonJS there is no `import.meta.dirname`.
  const here = import.meta.dirname ?? __dirname;
  const places = [join(here, '..', '..', 'assets')];
  if (resourcesPath !== undefined) places.unshift(join(resourcesPath, 'assets'));
  return places.find((place) => existsSync(join(place, 'slip-font.bin'))) ?? join(here, 'assets');
}
