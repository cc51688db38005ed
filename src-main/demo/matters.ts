/**
 * The matters of the demo hall: thirty real ones and the tax certificate, with their laws, materials and limits.
 *
 * Promised days are suggestions and codes are synthetic, apart from the basic code of 公司设立登记: a district
 * publishes its own list.
 */
import type { Matter } from '#shared/matters/matter.ts';
import { businessMatters } from './matters/business.ts';
import { livelihoodMatters } from './matters/livelihood.ts';
import { propertyMatters } from './matters/property.ts';
import { registryMatters } from './matters/registry.ts';
import { reliefMatters } from './matters/relief.ts';

export const demoMatters: readonly Matter[] = [
  ...reliefMatters,
  ...livelihoodMatters,
  ...propertyMatters,
  ...businessMatters,
  ...registryMatters,
];
