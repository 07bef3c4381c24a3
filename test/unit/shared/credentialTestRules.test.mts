import { expect, it } from 'vitest';

import {
	bodyRule,
	codeRules,
	REDIRECTS,
	rules,
	SERVER_TROUBLE,
} from '../../../nodes/shared/credentials/credentialTestRules.ts';

it('a rule for each status', () => {
	expect(codeRules([301, 302], 'It redirects')).toEqual([
		{ type: 'responseCode', properties: { value: 301, message: 'It redirects' } },
		{ type: 'responseCode', properties: { value: 302, message: 'It redirects' } },
	]);
	expect(REDIRECTS).toEqual([301, 302, 303, 307, 308]);
	expect(SERVER_TROUBLE).toEqual([408, 429, 500, 502, 503, 504]);
});

it('a rule for a value in the body, also for one that is missing', () => {
	const rule = bodyRule('results.0', undefined, 'Not it');
	expect(rule).toStrictEqual({
		type: 'responseSuccessBody',
		properties: { key: 'results.0', value: undefined, message: 'Not it' },
	});
	const list = [...codeRules([401], 'No'), rule];
	expect(rules(list)).toBe(list);
});
