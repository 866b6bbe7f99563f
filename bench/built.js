/**
 * A door of the built library. Not a plain import, because types are checked before there is a dist/.
 *
 * @param {string} folder
 * @returns {Promise<any>}
 */
export function built(folder) {
  return import(new URL(`../dist/${folder}/index.js`, import.meta.url).href);
}
