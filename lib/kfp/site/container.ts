import { parseQuantity } from '../../kubernetes';
import type { ContainerSpec, ResourceSpec } from '../ir';
import type { SitePolicy } from './policy';

/** Whether a value is filled in when the step runs, so that nobody can change it beforehand. */
export const isRunTimeValue = (text: string): boolean => text.includes('{{');

/** Images by which the driver knows work that it does itself; they are never pulled. */
export const isDriverImage = (image: string): boolean => image.startsWith('argostub/');

const moved = (image: string, { moveImage }: SitePolicy): string =>
  isRunTimeValue(image) || isDriverImage(image) ? image : moveImage(image);

/** The smaller of two quantities; what is no quantity (a run-time value) stays. */
const atMost = (own: string | undefined, most: string): string => {
  const value = own === undefined ? undefined : parseQuantity(own);
  if (own === undefined) return most;
  return value !== undefined && value > (parseQuantity(most) ?? Infinity) ? most : own;
};

const gigabyte = 1e9;

/** Limits under the ceiling; requests follow their limit. The deprecated numbers (cores, gigabytes) are held too. */
const limited = (resources: ResourceSpec, { ceiling: { cpu, memory } }: SitePolicy): ResourceSpec => {
  const cores = cpu === undefined ? Infinity : (parseQuantity(cpu) ?? Infinity);
  const gigabytes = memory === undefined ? Infinity : (parseQuantity(memory) ?? Infinity) / gigabyte;
  const { cpuLimit, cpuRequest, memoryLimit, memoryRequest } = resources;
  const { resourceCpuLimit, resourceCpuRequest, resourceMemoryLimit, resourceMemoryRequest } = resources;
  return {
    ...resources,
    ...(cpuLimit === undefined ? {} : { cpuLimit: Math.min(cpuLimit, cores) }),
    ...(cpuRequest === undefined ? {} : { cpuRequest: Math.min(cpuRequest, cores) }),
    ...(memoryLimit === undefined ? {} : { memoryLimit: Math.min(memoryLimit, gigabytes) }),
    ...(memoryRequest === undefined ? {} : { memoryRequest: Math.min(memoryRequest, gigabytes) }),
    ...(cpu === undefined || (cpuLimit !== undefined && resourceCpuLimit === undefined)
      ? {}
      : { resourceCpuLimit: atMost(resourceCpuLimit, cpu) }),
    ...(cpu === undefined || resourceCpuRequest === undefined
      ? {}
      : { resourceCpuRequest: atMost(resourceCpuRequest, cpu) }),
    ...(memory === undefined || (memoryLimit !== undefined && resourceMemoryLimit === undefined)
      ? {}
      : { resourceMemoryLimit: atMost(resourceMemoryLimit, memory) }),
    ...(memory === undefined || resourceMemoryRequest === undefined
      ? {}
      : { resourceMemoryRequest: atMost(resourceMemoryRequest, memory) }),
  };
};

const pipVariables = ({ pip }: SitePolicy): readonly { readonly name: string; readonly value: string }[] => [
  ...(pip.indexUrl === undefined ? [] : [{ name: 'PIP_INDEX_URL', value: pip.indexUrl }]),
  ...(pip.trustedHost === undefined ? [] : [{ name: 'PIP_TRUSTED_HOST', value: pip.trustedHost }]),
];

/** A step's container as the site wants it. */
export const siteContainer = (container: ContainerSpec, policy: SitePolicy): ContainerSpec => {
  if (isDriverImage(container.image ?? '')) return container;
  const known = new Set(container.env?.map(({ name }) => name));
  const env = [...(container.env ?? []), ...pipVariables(policy).filter(({ name }) => !known.has(name))];
  const resources = limited(container.resources ?? {}, policy);
  return {
    ...container,
    ...(container.image === undefined ? {} : { image: moved(container.image, policy) }),
    ...(Object.keys(resources).length === 0 ? {} : { resources }),
    ...(env.length === 0 ? {} : { env }),
  };
};
