/** Tests read the sources directly; swc only strips the types (`npm run lint` checks them). */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^drydock$': '<rootDir>/lib/index.ts',
    '^drydock/workflow$': '<rootDir>/lib/workflow/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/build'],
};
