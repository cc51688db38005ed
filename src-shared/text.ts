import { z } from 'zod';

const unprintable = /\p{Cc}|\p{Cs}/u;
const unprintableButLineBreaks = /(?!\n)\p{Cc}|\p{Cs}/u;

/**
 * Text that can stand on a screen, on paper and in every store: no control characters (a line break in a name would
 * forge a line on a slip) and no half of a surrogate pair.
 */
export const lineSchema = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !unprintable.test(text), '含有不能显示的字符');

/** The same with line breaks: an opinion, a note. */
export const paragraphSchema = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !unprintableButLineBreaks.test(text), '含有不能显示的字符');

/** What a person typed or pasted, made into such a line: what cannot be shown becomes a space. */
export const typedLineSchema = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/\p{Cc}|\p{Cs}/gu, ' ').trim());

/** The same with line breaks kept: a reason, an opinion. */
export const typedParagraphSchema = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/(?!\n)\p{Cc}|\p{Cs}/gu, ' ')
        .trim(),
    );
