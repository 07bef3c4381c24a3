import { createRequire } from 'node:module';

/**
 * What the nodes use of n8n-workflow when they run, without the rest of it: each of thousands of mutants loads it anew,
 * and all of it takes most of a second.
 */
const require = createRequire(import.meta.url);
export const { sleep } = require('n8n-workflow/dist/cjs/utils.js') as { sleep: unknown };
export const { NodeApiError } = require('n8n-workflow/dist/cjs/errors/node-api.error.js') as {
	NodeApiError: unknown;
};
export const { NodeOperationError } = require('n8n-workflow/dist/cjs/errors/node-operation.error.js') as {
	NodeOperationError: unknown;
};
export const { NodeConnectionTypes } = require('n8n-workflow/dist/cjs/interfaces.js') as {
	NodeConnectionTypes: unknown;
};
