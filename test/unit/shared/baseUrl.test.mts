import { describe, expect, it } from 'vitest';

import { readBaseUrl } from '../../../nodes/shared/credentials/baseUrl.ts';
import { CredentialProblem } from '../../../nodes/shared/credentials/credentialProblem.ts';

const problem = (value: unknown): CredentialProblem => {
	try {
		readBaseUrl(value, 'Base URL');
	} catch (error) {
		if (error instanceof CredentialProblem) return error;
	}
	throw new Error(`accepted: ${String(value)}`);
};

describe('URL fields of credentials', () => {
	it.each([
		['https://api.pushwoosh.com', 'https://api.pushwoosh.com'],
		['https://api.pushwoosh.com/', 'https://api.pushwoosh.com'],
		['https://api.pushwoosh.com///', 'https://api.pushwoosh.com'],
		['  https://api.pushwoosh.com \n', 'https://api.pushwoosh.com'],
		['HTTPS://API.Pushwoosh.COM/Prefix/', 'https://api.pushwoosh.com/Prefix'],
		['https://proxy.example:8443/a/b/', 'https://proxy.example:8443/a/b'],
		['https://host.example:443/a', 'https://host.example/a'],
		['https://oauth2.googleapis.com/token', 'https://oauth2.googleapis.com/token'],
		['https://bücher.example', 'https://xn--bcher-kva.example'],
		['https://10.0.0.7/push', 'https://10.0.0.7/push'],
		['https://[2001:db8::7]:8443', 'https://[2001:db8::7]:8443'],
		['https://proxy.example/a/../b', 'https://proxy.example/b'],
	])('takes %s', (value, normal) => {
		expect(readBaseUrl(value, 'Base URL')).toBe(normal);
	});

	it.each([
		['http://localhost:8080/', 'http://localhost:8080'],
		['http://LOCALHOST', 'http://localhost'],
		['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['http://127.255.255.254', 'http://127.255.255.254'],
		['http://[::1]:3000/x', 'http://[::1]:3000/x'],
		// Other ways to write 127.0.0.1; what is used is the normal form.
		['http://127.1', 'http://127.0.0.1'],
		['http://2130706433', 'http://127.0.0.1'],
		['http://0x7f.0.0.1', 'http://127.0.0.1'],
		['http://0177.0.0.1', 'http://127.0.0.1'],
	])('takes plain http to this machine: %s', (value, normal) => {
		expect(readBaseUrl(value, 'Base URL')).toBe(normal);
	});

	it.each([
		'http://api.pushwoosh.com',
		'http://10.0.0.7',
		'http://0.0.0.0',
		'http://128.0.0.1',
		'http://126.255.255.255',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'http://localhost.',
		'http://example.com#@localhost',
		'http://[::]',
		'http://[::2]',
		'http://[::ffff:10.0.0.1]',
		'http://①.example',
	])('refuses plain http to another machine: %s', (value) => {
		expect(problem(value).message).toContain('https');
	});

	it.each([
		'https://169.254.169.254',
		'https://169.254.0.1/latest/meta-data',
		'http://169.254.169.254',
		'https://2852039166',
		'https://0xa9fea9fe',
		'https://0xA9.0xFE.0xA9.0xFE',
		'https://0251.0376.0251.0376',
		'https://169.16689662',
		'https://169.254.169.254.',
		'https://１６９.２５４.１６９.２５４',
		'https://169。254。169。254',
		'https://%31%36%39.254.169.254',
		'https://[::ffff:169.254.169.254]',
		'https://[::ffff:a9fe:a9fe]',
		'https://[0:0:0:0:0:FFFF:A9FE:A9FE]',
		'https://[::ffff:0:169.254.169.254]',
		'https://[::169.254.169.254]',
		'https://[64:ff9b::169.254.169.254]',
		'https://[2002:a9fe:a9fe::1]',
		'https://[fe80::1]',
		'https://[FEBF::1]',
		'https://[fd00:ec2::254]',
		'https://metadata.google.internal',
		'https://METADATA.google.INTERNAL.',
		'https://metadata。google。internal',
		'https://ｍetadata.google.internal',
		'https://metadata/computeMetadata',
		'https://100.100.100.200',
	])('refuses link-local and metadata addresses: %s', (value) => {
		const { message } = problem(value);
		expect(message).toContain('https');
		expect(message).toContain("'Base URL'");
		expect(message).toMatch(/link-local|http:\/\//);
	});

	it.each(['https://[fec0::1]', 'https://169.253.1.1', 'https://169.255.0.1', 'https://[64:ff9b::8.8.8.8]'])(
		'takes neighbours of those: %s',
		(value) => {
			expect(readBaseUrl(value, 'Base URL')).toBeTypeOf('string');
		},
	);

	it.each([
		['', 'is empty'],
		['   ', 'is empty'],
		[undefined, 'is empty'],
		[null, 'is empty'],
		[42, 'is empty'],
		['api.pushwoosh.com', 'begins with https://'],
		['//api.pushwoosh.com', 'begins with https://'],
		['https:api.pushwoosh.com', 'begins with https://'],
		['https:/api.pushwoosh.com', 'begins with https://'],
		['https:///api.pushwoosh.com', 'begins with https://'],
		['ftp://api.pushwoosh.com', 'begins with https://'],
		['javascript:alert(1)//https://x', 'begins with https://'],
		['file:///etc/passwd', 'begins with https://'],
		['https://', 'begins with https://'],
		['https://api.push woosh.com', 'space'],
		['https://api.pushwoosh.com\n.evil.example', 'space'],
		['https://api.pushwoosh.com\u200b.evil.example', 'space'],
		['https://api.pushwoosh.com\\@evil.example', 'space'],
		['https://[fe80::1%25eth0]', "isn't a web address"],
		['https://host:99999', "isn't a web address"],
		['https://user:pass@api.pushwoosh.com', 'user name'],
		['https://user@api.pushwoosh.com', 'user name'],
		['https://@api.pushwoosh.com', 'user name'],
		['https://:@api.pushwoosh.com', 'user name'],
		['https://api.pushwoosh.com?x=1', 'query'],
		['https://api.pushwoosh.com/?', 'query'],
		['https://api.pushwoosh.com#', 'fragment'],
		['https://api.pushwoosh.com/#/x', 'fragment'],
	])('refuses %s', (value, why) => {
		const { message, failure } = problem(value);
		expect(message).toContain(why);
		expect(message).toContain("'Base URL'");
		expect(message).toContain('https');
		expect(failure.code).toBe('INVALID_URL');
	});

	it('names the field and never repeats what stands in it', () => {
		const error = problem('https://user:hunter2@api.pushwoosh.com');
		expect(error.message).not.toContain('hunter2');
		expect(() => readBaseUrl('x', 'Token URL')).toThrow("'Token URL'");
	});
});
