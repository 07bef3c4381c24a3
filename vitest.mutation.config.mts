import { defineConfig } from 'vitest/config';

/**
 * What Stryker runs: the tests that load the sources, since the engine tests load the build, which it doesn't change. Each of
 * thousands of mutants runs the properties again, so they are tried with fewer inputs than else.
 */
export default defineConfig({
	test: {
		include: ['test/unit/{Google,Pushwoosh,shared}/**/*.test.mts', 'test/property/**/*.test.mts'],
		env: { PROPERTY_RUNS: '60' },
		isolate: false,
		testTimeout: 30_000,
	},
});
