export interface AddressWords {
  readonly at: string;
  readonly dot: string;
  readonly slash: string;
  readonly dash: string;
  readonly underscore: string;
  /** Reads the letters and digits between the signs. */
  readonly label: (text: string) => string;
}

/** Domains that end in a top-level domain seen in ads, with or without scheme, "www." and path. */
export const webAddress =
  /(?:https?:\/\/)?(?:www\.)?(?:[\p{L}\p{Nd}](?:[\p{L}\p{Nd}-]*[\p{L}\p{Nd}])?\.)+(?:com|net|org|io|ru|рф|app|shop|store|me|ai|co|uk|us|de|fr|eu|info|biz|by|kz|ua|su|online|site|tv|gg|ly|dev|club|pro|moscow)(?![\p{L}\p{Nd}])(?:\/[\p{L}\p{Nd}._~%/?=&#+-]*[\p{L}\p{Nd}/])?/iuy;

export const emailAddress =
  /[\p{L}\p{Nd}][\p{L}\p{Nd}._+-]*@[\p{L}\p{Nd}-]+(?:\.[\p{L}\p{Nd}-]+)*\.\p{L}{2,}/uy;

/** "https://www.shop.com/new" is "shop dot com slash new": nobody says the scheme. */
export function spokenAddress(address: string, words: AddressWords): string {
  const bare = address
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/\/$/, '')
    .replace(/[?#].*$/, '');
  return Array.from(bare.matchAll(/\p{L}+|\p{Nd}+|./gu), ([piece]) => {
    if (piece === '.') return words.dot;
    if (piece === '@') return words.at;
    if (piece === '/') return words.slash;
    if (piece === '-') return words.dash;
    if (piece === '_') return words.underscore;
    return /[\p{L}\p{Nd}]/u.test(piece) ? words.label(piece) : ' ';
  }).join(' ');
}
