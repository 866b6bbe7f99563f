import { OptionError, show, suggest } from '../base/index.ts';

export type Scalar = string | number | boolean;

/**
 * Puts parameters into a study: every `${name}` inside a string becomes its value; a string that is
 * nothing else takes the value's own type, so that `eps: ${eps}` stays a number.
 *
 * @throws {OptionError} `${name}` that is not declared under `parameters:`
 */
export function fillParameters(
  document: unknown,
  values: Readonly<Record<string, Scalar>>,
): unknown {
  if (typeof document === 'string') {
    const whole = /^\$\{([^}]+)\}$/.exec(document);
    if (whole) return lookUp(whole[1], values);
    return document.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(lookUp(name, values)));
  }
  if (Array.isArray(document)) return document.map((item) => fillParameters(item, values));
  if (typeof document === 'object' && document !== null) {
    return Object.fromEntries(
      Object.entries(document).map(([key, item]) => [key, fillParameters(item, values)]),
    );
  }
  return document;
}

/** The declared parameters with the given ones in their place. */
export function mergeParameters(
  declared: Readonly<Record<string, Scalar>>,
  given: Readonly<Record<string, Scalar>>,
): Record<string, Scalar> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) {
      throw new OptionError(
        `study: there is no parameter ${show(name)}. ${suggest(name, Object.keys(declared))}`,
      );
    }
  }
  return { ...declared, ...given };
}

function lookUp(name: string, values: Readonly<Record<string, Scalar>>): Scalar {
  if (!Object.hasOwn(values, name)) {
    throw new OptionError(
      `study: \${${name}} must be declared under parameters. ${suggest(name, Object.keys(values))}`,
    );
  }
  return values[name];
}
