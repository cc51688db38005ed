/** When a material is asked for, and whether it can be had otherwise, in one line; empty where it is plainly asked for. */
export function materialRemark({
  required,
  situations,
  fromRegister,
  mayFollowWithin,
}: {
  readonly required: boolean;
  /** By name. */
  readonly situations: readonly string[];
  readonly fromRegister: boolean;
  readonly mayFollowWithin: number | null;
}): string {
  return [
    situations.length > 0 && `${situations.join('、')}时提供`,
    !required && '必要时提供',
    fromRegister && '可共享核验，不用带',
    mayFollowWithin !== null && `可容缺，${mayFollowWithin}个工作日内补齐`,
  ]
    .filter((each) => typeof each === 'string')
    .join('；');
}
