import type { ConfigProviderProps } from 'antd';
import localeModule from 'antd/locale/zh_CN.js';

type Locale = NonNullable<ConfigProviderProps['locale']>;

const loaded: unknown = localeModule;

/** antd ships its locales as CommonJS: depending on the bundler the value lies one level deeper. */
export const chinese: Locale =
  typeof loaded === 'object' && loaded !== null && 'default' in loaded
    ? (loaded.default as Locale)
    : (loaded as Locale);
