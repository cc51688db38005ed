import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase, StoreUnusable } from '../../src-main/core/store/database.ts';
import { machineClock } from '../../src-main/core/store/device-clock.ts';
import { fileKeyProvider } from '../../src-main/core/store/key-provider.ts';
import { migrations } from '../../src-main/core/store/migrations.ts';
import { openStore } from '../../src-main/core/store/store.ts';
import { storeIn } from '../support/counter.ts';
import { inStore, journalOf, newFolder, numbersIn, openingOf, takeIn } from '../support/stores.ts';
import { startTaking } from '../support/taking.ts';

describe('a setting', () => {
  it('that is taken back with its act is as it was before', () => {
    const store = storeIn(newFolder());
    store.settings.set('pulledAs', 1);
    expect(store.settings.get('pulledAs')).toBe(1);
    const act = store.db.transaction(() => {
      store.settings.set('pulledAs', 2);
      expect(store.settings.get('pulledAs')).toBe(2);
      throw new Error('the disk is full');
    });
    expect(act).toThrow('the disk is full');
    expect(store.settings.get('pulledAs')).toBe(1);
    store.close();
  });
});

describe('a store that cannot be opened', () => {
  it('under another key says so, and changes nothing', () => {
    const folder = newFolder();
    const before = readFileSync(inStore(folder, 'yichuang.db'));
    writeFileSync(join(folder, 'other.key'), Buffer.alloc(32, 9));
    const open = () =>
      openStore({
        folder: join(folder, 'store'),
        keys: fileKeyProvider(join(folder, 'other.key')),
        clock: machineClock,
      });
    const error = openingOf(open);
    expect(error).toBeInstanceOf(StoreUnusable);
    expect(error).toMatchObject({
      reason: 'wrongKeyOrDamaged',
      sentence: '本机数据库打不开：密钥不符或文件损坏。请不要删除任何文件，联系运维处理。',
    });
    expect(readFileSync(inStore(folder, 'yichuang.db')).equals(before)).toBe(true);
    expect(openingOf(() => storeIn(folder))).toBe('opened');
  });

  it('never gets a new key in place of one that is spoiled or lost', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'store.key'), 'short');
    expect(openingOf(() => storeIn(folder))).toMatchObject({
      reason: 'keySpoiled',
      sentence:
        '本机数据的密钥文件已损坏，数据库打不开。请不要删除任何文件，联系运维找回密钥；已上传的办件不受影响。',
    });
    expect(readFileSync(join(folder, 'store.key'), 'utf8')).toBe('short');
    rmSync(join(folder, 'store.key'));
    expect(openingOf(() => storeIn(folder))).toMatchObject({
      reason: 'keyMissing',
      sentence:
        '本机数据的密钥文件不见了，数据库打不开。请不要删除任何文件，联系运维找回密钥；已上传的办件不受影响。',
    });
    expect(readdirSync(folder)).not.toContain('store.key');
  });

  it('written by a newer program is left alone', () => {
    const folder = newFolder();
    const db = openDatabase(inStore(folder, 'yichuang.db'), readFileSync(join(folder, 'store.key')));
    db.pragma(`user_version = ${migrations.length + 1}`);
    db.close();
    const error = openingOf(() => storeIn(folder));
    expect(error).toBeInstanceOf(StoreUnusable);
    expect(error).toMatchObject({
      reason: 'newer',
      sentence: `本机数据由更新的程序写成（第 ${migrations.length + 1} 版），当前程序只认识到第 ${migrations.length} 版。请安装新版程序，数据未受影响。`,
    });
  });

  it('that is open already is not opened a second time, by this program or another', async () => {
    const folder = newFolder();
    const sentence = '本机的一窗程序已经在运行，请使用已打开的窗口。';
    const store = storeIn(folder);
    expect(openingOf(() => storeIn(folder))).toMatchObject({ reason: 'inUse', sentence });
    const other = startTaking(folder);
    expect(await other.line()).toBe(sentence);
    await other.end;
    store.close();
    expect(openingOf(() => storeIn(folder))).toBe('opened');
  });

  it('whose database is gone beside a journal with work in it does not begin anew', async () => {
    const folder = newFolder();
    await takeIn(folder, 1);
    const journal = readFileSync(journalOf(folder));
    const copy = join(folder, 'copy.db');
    copyFileSync(inStore(folder, 'yichuang.db'), copy);
    rmSync(inStore(folder, 'yichuang.db'));
    const error = openingOf(() => storeIn(folder));
    expect(error).toMatchObject({
      reason: 'databaseMissing',
      sentence: '本机数据库文件丢失，办件日志还在。请不要删除任何文件，联系运维恢复备份后再启动。',
    });
    expect(readFileSync(journalOf(folder)).equals(journal)).toBe(true);
    // Nothing of the failed start stands in the way of the copy that is put back.
    copyFileSync(copy, inStore(folder, 'yichuang.db'));
    const store = storeIn(folder);
    expect(numbersIn(store)).toHaveLength(1);
    store.close();
  });
});
