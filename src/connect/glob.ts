/** The part of a pattern before its first special character: what a listing can be narrowed to. */
export function globPrefix(pattern: string): string {
  return pattern.replace(/[*?[].*$/s, '');
}

/** Whether a name has characters that stand for others. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/** Whether `name` fits: `*` and `?` stay within a folder, `**` crosses folders, `[a-z]` is one character. */
export function matchesGlob(pattern: string, name: string): boolean {
  return pattern === name || expressionOf(pattern).test(name);
}

function expressionOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\[!?[^\]]+\]|[\\^$.|+(){}[\]]/g, (sign) => {
    if (sign === '**/') return '(?:.*/)?';
    if (sign === '**') return '.*';
    if (sign === '*') return '[^/]*';
    if (sign === '?') return '[^/]';
    if (sign.length > 2 && sign.startsWith('[')) {
      return sign.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    }
    return `\\${sign}`;
  });
  return new RegExp(`^${source}$`, 's');
}
