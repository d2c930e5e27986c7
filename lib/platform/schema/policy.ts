import { z } from 'zod';
import { dnsLabel, wanted } from './scalars';

/** Settings of the rules. */
export const policySchema = z
  .strictObject({
    waivers: z
      .array(
        z.strictObject({
          rule: z.string().min(1).describe('Id of the rule, as `drydock check` prints it.'),
          object: z
            .string()
            .regex(
              /^[A-Za-z]+\/[^/]+(\/[^/]+)?$/,
              wanted('Kind/name or Kind/namespace/name', 'copy it from the report'),
            )
            .describe('The object, as `Kind/name` or `Kind/namespace/name`.'),
          reason: z.string().min(10).describe('Why it is acceptable here; shown in every report.'),
        }),
      )
      .default([])
      .describe('Findings that are accepted, one object each.'),
  })
  .prefault({})
  .describe('The rules that `drydock check` applies.');

/** A component of the site's own, written in TypeScript. */
export const extensionSchema = z
  .strictObject({
    name: dnsLabel.describe('Name of the component: its folder in the output and its Argo CD Application.'),
    module: z
      .string()
      .regex(
        /^\.{1,2}\/.+\.(ts|js|cjs)$/,
        wanted('a path such as ../extensions/banner.ts', 'start it with ./ or ../'),
      )
      .describe('Module that exports `component`, relative to this file.'),
    settings: z
      .record(z.string(), z.json())
      .default({})
      .describe('Given to the component as they are; it checks them.'),
  })
  .describe('One extension.');

/** An object that something other than the platform puts into the cluster. */
export const existingSchema = z
  .strictObject({
    object: z
      .string()
      .regex(
        /^[A-Za-z]+\/[^/\s]+(\/[^/\s]+)?$/,
        wanted('Kind/name or Kind/namespace/name', 'write the namespace as * where it is in every one'),
      )
      .describe('The object, as `Kind/name` or `Kind/namespace/name`; `*` stands for every namespace.'),
    by: z.string().min(3).describe('Who or what puts it there, for the reader.'),
  })
  .describe('One object.');
