import { apiUsageSample } from './api-usage/api-usage.ts';
import { catalogueSample } from './catalogue/catalogue.ts';
import { heartbeatsSample } from './heartbeats/heartbeats.ts';
import { retailSample } from './retail/retail.ts';
import type { SampleMethod } from './types.ts';
import { usageSeriesSample } from './usage-series/usage-series.ts';

/** The options were checked against the table, so the list can forget their type. */
function listed<O extends object>(method: SampleMethod<O>): SampleMethod {
  return method as unknown as SampleMethod;
}

/** Every sample by name. A new one joins here. */
export const samples: Readonly<Record<string, SampleMethod>> = {
  'api-usage': listed(apiUsageSample),
  catalogue: listed(catalogueSample),
  heartbeats: listed(heartbeatsSample),
  retail: listed(retailSample),
  'usage-series': listed(usageSeriesSample),
};
