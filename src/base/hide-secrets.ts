/** Parts of an address that name a secret: `password=…`, `X-Amz-Signature=…`, `sig=…`, `token=…`. */
const secretParameter =
  /([?&;][^=&#\s"']*(?:pass|pwd|secret|token|sig|credential|key|auth)[^=&#\s"']*=)[^&#\s"']+/gi;

/** `scheme://user:password@`, up to the last @ before the path: a password may hold one by mistake. */
const userInfo = /([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"']*):([^\s/?#"']*)@/gi;

/** The same with a slash, a question mark or a hash in the password, which the user forgot to escape. */
const brokenUserInfo =
  /([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"']*):(?!\d*(?:[/?#]|$))[^\s"'@]*[/?#][^\s"']*@/gi;

/**
 * The text with every password and signature taken out of the addresses in it: what messages, manifests and
 * logs may hold. Text without addresses comes back as it is.
 *
 * @example hideSecrets('postgres://ana:s3cret@db/shop') // 'postgres://ana@db/shop'
 */
export function hideSecrets(text: string): string {
  if (!/:\/\/|[?&;]/.test(text)) return text;
  return text
    .replaceAll(userInfo, '$1@')
    .replaceAll(brokenUserInfo, '$1@')
    .replaceAll(secretParameter, '$1…');
}
