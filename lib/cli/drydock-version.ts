/** Version of this package; test/cli holds it against package.json. */
export const drydockVersion = '0.1.0';
