import { defineConfig } from 'vitest/config';

/** What Stryker runs: the tests that load the sources, since the engine tests load the build, which it doesn't change. */
export default defineConfig({
	test: { include: ['test/unit/**/*.test.mts', 'test/property/**/*.test.mts'], testTimeout: 30_000 },
});
