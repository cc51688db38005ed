import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageAddress, rendererFile } from './renderer-files.ts';

const folder = join('/opt', 'desk', 'renderer');

describe('the files of the program’s own scheme', () => {
  it('are the renderer’s', () => {
    expect(rendererFile(folder, pageAddress('clerk'))).toEqual({
      path: join(folder, 'clerk', 'index.html'),
      type: 'text/html; charset=utf-8',
    });
    expect(rendererFile(`${folder}/`, 'yichuang://app/assets/a-1.js?x#y')?.path).toBe(
      join(folder, 'assets', 'a-1.js'),
    );
  });

  it('end at the renderer’s folder', () => {
    for (const path of [
      '/../main/index.cjs',
      '/..%2f..%2fsecret.html',
      '/%2e%2e/%2e%2e/secret.html',
      '/clerk/..%5c..%5csecret.html',
      '/c:%5csecret.html',
      '/C:/secret.html',
      '/clerk/index.html:stream.html',
      '/clerk%00.html',
      '/%E0%A4%A',
      '/../renderer-of-another/index.html',
    ]) {
      const file = rendererFile(folder, `yichuang://app${path}`);
      expect(file === null || file.path.startsWith(join(folder, '/')), path).toBe(true);
    }
    expect(rendererFile(folder, 'yichuang://app/..%2f..%2fsecret.html')).toBeNull();
    expect(rendererFile(folder, 'yichuang://other/clerk/index.html')).toBeNull();
    expect(rendererFile(folder, 'https://app/clerk/index.html')).toBeNull();
    expect(rendererFile(folder, 'file:///etc/passwd')).toBeNull();
  });

  it('are of known types only', () => {
    expect(rendererFile(folder, 'yichuang://app/clerk/')).toBeNull();
    expect(rendererFile(folder, 'yichuang://app/data.sqlite')).toBeNull();
  });
});
