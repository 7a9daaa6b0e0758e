/** What the names of files say about them. */

const PICTURE_NAME = /\.(png|jpe?g|webp)$/i;

export const isPictureName = (name: string): boolean => PICTURE_NAME.test(name);

export const isPngName = (name: string): boolean => /\.png$/i.test(name);

/** A path without the suffix of its file. */
export const withoutSuffix = (path: string): string => path.replace(/\.[^./]+$/, '');
