import { describe, expect, it } from 'vitest';

import { pathBelow, targetOf, withHeaders } from '../../../nodes/shared/credentials/outgoingRequest.ts';

describe('where a request goes', () => {
	it.each([
		[{ url: 'https://a.example/x?q=1' }, 'https://a.example/x?q=1'],
		[{ uri: 'https://a.example/x' }, 'https://a.example/x'],
		[{ url: '/x', baseURL: 'https://a.example/prefix/' }, 'https://a.example/prefix/x'],
		[{ url: 'x', baseURL: 'https://a.example' }, 'https://a.example/x'],
		[{ url: '//evil.example/x', baseURL: 'https://a.example' }, undefined],
		[{ url: 'https://evil.example/x', baseURL: 'https://a.example' }, 'https://evil.example/x'],
	])('%o', (request, expected) => {
		if (expected === undefined) expect(() => targetOf(request as never)).toThrow('web address');
		else expect(targetOf(request as never).href).toBe(expected);
	});
});

describe('below a base address', () => {
	it.each([
		['https://a.example', 'https://a.example', '/'],
		['https://a.example', 'https://a.example/x/y', '/x/y'],
		['https://a.example/prefix', 'https://a.example/prefix/x', '/x'],
		['https://a.example/prefix', 'https://a.example/prefix', '/'],
		['https://a.example/prefix', 'https://a.example/prefixed/x', undefined],
		['https://a.example/prefix', 'https://a.example/prefix/../x', undefined],
		['https://a.example/prefix', 'https://a.example/x', undefined],
		['https://a.example', 'http://a.example/x', undefined],
		['https://a.example', 'https://a.example:8443/x', undefined],
		['https://a.example', 'https://a.example.evil.example/x', undefined],
		['http://localhost:1', 'http://127.0.0.1:1/x', undefined],
	])('%s, %s', (base, target, path) => {
		expect(pathBelow(base, new URL(target))).toBe(path);
	});
});

describe('headers', () => {
	it('replaces headers in any spelling, in a copy', () => {
		const request = {
			url: 'https://a.example',
			headers: { AUTHORIZATION: 'Bearer old', Accept: 'application/json', 'X-Gone': '1' },
			followAllRedirects: true,
			followRedirect: true,
		};
		const before = structuredClone(request);
		const changed = withHeaders(request, { Authorization: 'Bearer new', 'x-gone': undefined });
		expect(changed).toEqual({
			url: 'https://a.example',
			headers: { Authorization: 'Bearer new', Accept: 'application/json' },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
		expect(request).toEqual(before);
	});
});
