/** A nation as GB/T 3304 and the identity card code it, e.g. `{ code: '03', name: '回' }`. */
export interface Nation {
  readonly code: string;
  readonly name: string;
}

/** An unlisted code keeps its digits and is called 不详: nobody is sent away because of it. */
export function nationOf(code: string): Nation {
  return { code, name: names.get(code) ?? '不详' };
}

const names = new Map(
  `01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎
20傈僳 21佤 22畲 23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南
37仡佬 38锡伯 39阿昌 40普米 41塔吉克 42怒 43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙
52鄂伦春 53赫哲 54门巴 55珞巴 56基诺 97其他 98外国血统中国籍人士`
    .split(/\s+/)
    .map((each): [string, string] => [each.slice(0, 2), each.slice(2)]),
);
