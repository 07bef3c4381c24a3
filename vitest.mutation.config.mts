import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * What Stryker runs: the tests that load the sources, since the engine tests load the build, which it doesn't change. Thousands
 * of mutants run them again: so they share what they load, and properties are tried with fewer inputs than else.
 */
export default defineConfig({
	resolve: {
		alias: { 'n8n-workflow': fileURLToPath(new URL('test/mutation/n8nWorkflow.mts', import.meta.url)) },
	},
	test: {
		include: ['test/unit/{Google,Pushwoosh,shared}/**/*.test.mts', 'test/property/**/*.test.mts'],
		env: { PROPERTY_RUNS: '60' },
		isolate: false,
		testTimeout: 10_000,
	},
});
