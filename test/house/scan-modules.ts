/**
 * What a source file imports and exports, read without a compiler: TypeScript 7 has no JavaScript
 * API. A small lexer drops comments, templates and regular expressions; a few rules read the rest.
 */
export interface Import {
  readonly from: string;
  /** `import type` or `export type … from`: nothing is left of it when the program runs. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface ModuleFacts {
  readonly imports: readonly Import[];
  /** `export default`, anywhere. */
  readonly hasDefault: boolean;
  /** True when there is nothing but `export { names } from`. */
  readonly onlyNamedReExports: boolean;
}

interface Token {
  readonly kind: 'word' | 'string' | 'mark';
  readonly text: string;
  readonly line: number;
}

const REGEX_AFTER = /^(?:[([{,;:=!&|?+\-*/%~^<>]|return|typeof|case|in|of|void|throw|await|yield)$/;

const WORD = /[\w$#@]+/y;

/** Words, string contents and single marks, in order. */
function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const skipTo = (end: number) => {
    for (let i = at; i < end; i++) if (source.charCodeAt(i) === 10) line++;
    at = end;
  };
  /** Behind the quote that closes the string opened at `start`. */
  const stringEnd = (start: number, quote: string) => {
    let i = start + 1;
    while (i < source.length && source[i] !== quote) i += source[i] === '\\' ? 2 : 1;
    return Math.min(source.length, i + 1);
  };
  /** Reads until an unmatched `}` (the end of a template's hole) or the end of the file. */
  const read = () => {
    let depth = 0;
    while (at < source.length) {
      const letter = source[at];
      const two = source.slice(at, at + 2);
      if (letter === '}' && depth === 0) return;
      if (/\s/.test(letter)) skipTo(at + 1);
      else if (two === '//' || (at === 0 && two === '#!')) {
        const end = source.indexOf('\n', at);
        skipTo(end < 0 ? source.length : end);
      } else if (two === '/*') {
        const end = source.indexOf('*/', at + 2);
        skipTo(end < 0 ? source.length : end + 2);
      } else if (letter === "'" || letter === '"') {
        const end = stringEnd(at, letter);
        tokens.push({ kind: 'string', text: source.slice(at + 1, end - 1), line });
        skipTo(end);
      } else if (letter === '`') readTemplate();
      else if (letter === '/' && REGEX_AFTER.test(tokens.at(-1)?.text ?? ';')) {
        let inClass = false;
        let i = at + 1;
        for (; i < source.length && (inClass || source[i] !== '/'); i++) {
          if (source[i] === '\\') i++;
          else if (source[i] === '[') inClass = true;
          else if (source[i] === ']') inClass = false;
        }
        tokens.push({ kind: 'mark', text: 'regex', line });
        skipTo(i + 1);
      } else if (/[\w$#@]/.test(letter)) {
        WORD.lastIndex = at;
        const [text] = WORD.exec(source)!;
        tokens.push({ kind: 'word', text, line });
        at += text.length;
      } else {
        if (letter === '{') depth++;
        if (letter === '}') depth--;
        tokens.push({ kind: 'mark', text: letter, line });
        at++;
      }
    }
  };
  const readTemplate = () => {
    at++;
    while (at < source.length && source[at] !== '`') {
      if (source[at] === '\\') skipTo(Math.min(source.length, at + 2));
      else if (source.startsWith('${', at)) {
        at += 2;
        read();
        at++;
      } else skipTo(at + 1);
    }
    at++;
    tokens.push({ kind: 'mark', text: 'template', line });
  };
  while (at < source.length) {
    read();
    at++;
  }
  return tokens;
}

const scanned = new Map<string, ModuleFacts>();

/** The imports of a TypeScript or JavaScript file, dynamic ones and worker files included. */
export function scanModule(source: string): ModuleFacts {
  let facts = scanned.get(source);
  if (facts === undefined) {
    facts = scan(source);
    scanned.set(source, facts);
  }
  return facts;
}

function scan(source: string): ModuleFacts {
  const tokens = tokenize(source);
  const imports: Import[] = [];
  let hasDefault = false;
  let onlyNamedReExports = true;
  const is = (i: number, text: string) => tokens[i]?.text === text && tokens[i].kind !== 'string';
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text, line } = tokens[i];
    const first = i;
    if (kind !== 'word' || is(i - 1, '.')) {
      if (text !== ';') onlyNamedReExports = false;
    } else if (text === 'import' && is(i + 1, '(')) {
      onlyNamedReExports = false;
      if (tokens[i + 2]?.kind === 'string') {
        imports.push({ from: tokens[i + 2].text, typeOnly: false, line });
      }
    } else if (text === 'URL' && is(i + 1, '(') && tokens[i + 2]?.text.startsWith('.')) {
      onlyNamedReExports = false;
      if (tokens[i + 2].kind === 'string' && is(i + 4, 'import')) {
        imports.push({ from: tokens[i + 2].text, typeOnly: false, line });
      }
    } else if (text === 'require' && is(i + 1, '(') && tokens[i + 2]?.kind === 'string') {
      onlyNamedReExports = false;
      imports.push({ from: tokens[i + 2].text, typeOnly: false, line });
    } else if (text === 'import' || text === 'export') {
      if (text === 'export' && is(i + 1, 'default')) hasDefault = true;
      const found = clause(tokens, i);
      if (found === undefined) onlyNamedReExports = false;
      else {
        imports.push({ from: tokens[found].text, typeOnly: isTypeOnly(tokens, i), line });
        if (text === 'import') onlyNamedReExports = false;
        for (let j = i; j < found; j++) {
          if (is(j, '*')) onlyNamedReExports = false;
          if (text === 'export' && is(j, 'as') && is(j + 1, 'default')) hasDefault = true;
        }
        i = found;
      }
    } else onlyNamedReExports = false;
    if (first === i && text === 'export' && is(i + 1, '{')) {
      for (let j = i + 2; j < tokens.length && !is(j, '}'); j++) {
        if (is(j, 'as') && is(j + 1, 'default')) hasDefault = true;
      }
    }
  }
  return { imports, hasDefault, onlyNamedReExports };
}

/** The index of the module name that ends the import or export beginning at `start`, if it has one. */
function clause(tokens: readonly Token[], start: number): number | undefined {
  let i = start + 1;
  if (tokens[start].text === 'import' && tokens[i]?.kind === 'string') return i;
  if (tokens[i]?.text === 'type') {
    // `export type Name = …` declares; `import type from './x'` names a value `type`.
    if (tokens[start].text === 'export' && !['{', '*'].includes(tokens[i + 1]?.text)) return;
    i++;
  }
  if (tokens[start].text === 'export' && !['{', '*'].includes(tokens[i]?.text)) return;
  for (; i < tokens.length; i++) {
    const { kind, text } = tokens[i];
    if (kind === 'word' && text === 'from' && tokens[i + 1]?.kind === 'string') return i + 1;
    if (text === '}' && tokens[i + 1]?.text !== 'from') return;
    if (kind === 'string' || (kind === 'mark' && !['{', '}', ',', '*'].includes(text))) return;
  }
  return;
}

function isTypeOnly(tokens: readonly Token[], start: number): boolean {
  if (tokens[start + 1]?.text !== 'type') return false;
  const next = tokens[start + 2];
  return next.text !== ',' && !(next.text === 'from' && tokens[start + 3]?.kind === 'string');
}
