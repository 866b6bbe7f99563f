/**
 * The short name of a segment: the number that stands in the label files, after an S.
 *
 * It counts from 0, as the files do, so that nobody has to add one when joining them to the report.
 */
export function segmentCode(segment: number): string {
  return segment < 0 ? 'noise' : `S${segment}`;
}
