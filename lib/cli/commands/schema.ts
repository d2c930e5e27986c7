import { platformJsonSchema } from '../../platform';
import type { CommandContext, ExitCode } from '../context';

/** Prints the JSON Schema of platform files. */
export const schema = ({ terminal }: CommandContext): ExitCode => {
  terminal.out(`${JSON.stringify(platformJsonSchema(), null, 2)}\n`);
  return 0;
};
