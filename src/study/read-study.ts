import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { OptionError, SourceError, show, suggest } from '../base/index.ts';
import type { Manifest } from '../publish/index.ts';
import { fillParameters, mergeParameters, type Scalar } from './parameters.ts';
import { type Study, studySchema } from './schema.ts';

/** A study and the folder that its relative paths start from. */
export interface ReadStudy {
  readonly study: Study;
  readonly folder: string;
  /** What the run goes by when it is published; left out, it follows from the study and its data. */
  readonly goesBy?: Manifest['run'];
}

/**
 * Reads a study file, fills its parameters in and checks it.
 *
 * @param parameters values for names under `parameters:`
 * @throws {SourceError} the file cannot be read
 * @throws {OptionError} not YAML, an unknown key (with the nearest known one), a value of the wrong kind
 */
export async function readStudy(
  path: string,
  parameters: Readonly<Record<string, Scalar>> = {},
): Promise<ReadStudy> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'EACCES'
            ? 'this user has no permission to read it'
            : String(code);
    throw new SourceError(
      `study: ${show(path)} must be a readable file, but ${why}. Write one with: clade init DATA -o study.yaml`,
      { cause },
    );
  }
  return { study: parseStudy(text, parameters, path), folder: dirname(path) };
}

/** `readStudy` for text that is already here. `where` names it in messages. */
export function parseStudy(
  text: string,
  parameters: Readonly<Record<string, Scalar>> = {},
  where = 'study',
): Study {
  const parsed = parseDocument(text);
  const [mistake] = parsed.errors;
  if (mistake)
    throw new OptionError(
      `${where}: must be YAML. ${mistake.message.split('\n')[0].replace(/:$/, '')}.`,
      {
        cause: mistake,
      },
    );
  return checkStudy(unfolded(parsed, where), parameters, where);
}

/** The document as plain data; YAML's aliases can be unfolded only when none holds itself. */
function unfolded(parsed: ReturnType<typeof parseDocument>, where: string): unknown {
  let document: unknown;
  try {
    document = parsed.toJS();
    JSON.stringify(document);
  } catch (cause) {
    throw new OptionError(`${where}: no alias (*name) may stand inside what it repeats.`, {
      cause,
    });
  }
  return document;
}

/** Checks a study given as a plain object. */
export function checkStudy(
  document: unknown,
  parameters: Readonly<Record<string, Scalar>> = {},
  where = 'study',
): Study {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    // The text itself stays out: it may be a file of data, given by mistake.
    const got =
      document === null ? 'nothing' : Array.isArray(document) ? 'a list' : `a ${typeof document}`;
    throw new OptionError(
      `${where}: must be a study with keys such as clade: 1 and source:, got ${got}. Write one with: clade init DATA -o study.yaml`,
    );
  }
  const declared = (document as { parameters?: Record<string, Scalar> }).parameters ?? {};
  const filled = fillParameters(document, mergeParameters(declared, parameters));
  const read = studySchema.safeParse(
    typeof filled === 'object' && filled !== null
      ? { ...filled, parameters: mergeParameters(declared, parameters) }
      : filled,
  );
  if (read.success) return read.data;
  throw new OptionError(`${where}: ${explain(mostTelling(read.error.issues), filled)}`, {
    cause: read.error,
  });
}

type Issue = z.core.$ZodIssue;

/**
 * The issue that helps most: a key that does not exist explains why another one is missing. A union's
 * issue gives way to those of the branch that fits the value's type.
 */
function mostTelling(issues: readonly Issue[]): Issue {
  const flat = issues.flatMap(descend);
  return flat.find((issue) => issue.code === 'unrecognized_keys') ?? flat[0];
}

function descend(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const fits = issue.errors.find(
    (branch) => branch[0].path.length > 0 || branch[0].code !== 'invalid_type',
  );
  if (!fits) return [issue];
  return fits.flatMap((inner) => descend({ ...inner, path: [...issue.path, ...inner.path] }));
}

function explain(issue: Issue, document: unknown): string {
  const path = issue.path.map(String).join('.');
  const at = path === '' ? 'the study' : path;
  const given = valueAt(issue.path, document);
  const got = given === undefined ? 'it is missing' : `got ${show(given)}`;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = path === '' ? issue.keys[0] : `${path}.${issue.keys[0]}`;
      return `there is no key ${show(key)}. ${suggest(issue.keys[0], keysAt(issue.path, document))}`;
    }
    case 'invalid_value':
      return oneOf(at, given, issue.values);
    case 'invalid_union':
      return 'options' in issue && issue.options
        ? oneOf(at, given, issue.options.map(String))
        : `${at} must be of another kind, ${got}.`;
    case 'invalid_type':
      return `${at} must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}, ${got}.`;
    default:
      return `${at} is not usable (${issue.message}), ${got}.`;
  }
}

function oneOf(at: string, given: unknown, allowed: readonly unknown[]): string {
  const got = given === undefined ? 'it is missing' : `got ${show(given)}`;
  const hint = typeof given === 'string' ? ` ${suggest(given, allowed.map(String))}` : '';
  return `${at} must be ${allowed.map(show).join(' or ')}, ${got}.${hint}`;
}

function valueAt(path: readonly PropertyKey[], document: unknown): unknown {
  let value = document as Record<PropertyKey, unknown> | undefined;
  for (const key of path) value = value?.[key] as Record<PropertyKey, unknown> | undefined;
  return value;
}

/** The keys that the schema knows at a path, for a suggestion. */
function keysAt(path: readonly PropertyKey[], document: unknown): string[] {
  let at = z.toJSONSchema(studySchema, { io: 'input', unrepresentable: 'any' }) as
    | JsonSchema
    | undefined;
  for (const [depth, key] of path.entries()) {
    at = at?.properties?.[String(key)] ?? at?.items;
    const kind = (valueAt(path.slice(0, depth + 1), document) as { kind?: unknown } | undefined)
      ?.kind;
    const options = at?.oneOf ?? at?.anyOf;
    if (options) {
      const objects = options.filter((option) => option.properties !== undefined);
      at = objects.find((option) => option.properties?.kind?.const === kind) ?? objects[0];
    }
  }
  return Object.keys(at?.properties ?? {});
}

interface JsonSchema {
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}
