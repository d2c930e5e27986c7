/**
 * Version of this package; test/cli holds it against package.json. It is apart from the command that shows it, which
 * loads the whole platform schema.
 */
export const drydockVersion = '0.1.0';
