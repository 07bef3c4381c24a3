import { describe, expect, it } from 'vitest';

import { readGoogleUrl } from '../../../../../nodes/Google/api/auth/addresses.ts';
import { readServerKey } from '../../../../../nodes/Google/api/auth/serverKey.ts';

const KEY = 'AAAAabc:APA91bExample-Server_Key';

describe('a server key', () => {
	it.each([
		['as it is', KEY],
		['with the name of the header', `Authorization: ${KEY}`],
		['with the name of the header, without a blank', `authorization:${KEY}`],
		['with the name of the header and blanks', `AUTHORIZATION \t :  \t key  =  ${KEY}`],
		['with quotes within the label', `Authorization:key="key='${KEY}'"`],
	])('is read however it was copied: %s', (_, pasted) => {
		expect(readServerKey(pasted)).toBe(KEY);
	});

	it.each(['x-authorization:abc', 'abc-key=def', 'authorization', 'key', 'keys=abc'])(
		'is left as it is where it only holds the words of a label: %s',
		(pasted) => {
			expect(readServerKey(pasted)).toBe(pasted);
		},
	);

	it('loses no label within it', () => {
		expect(readServerKey('key=abc-key=def')).toBe('abc-key=def');
	});

	it.each([
		[undefined, "'Server Key' is empty"],
		[' ', "'Server Key' is empty"],
		['Authorization: key=', "'Server Key' is empty"],
		['{"a":1}', "'Server Key' holds the key of a service account"],
		['a b', "'Server Key' holds a space, a line break or another character that keys don't have"],
		['a\u007f', "'Server Key' holds a space, a line break or another character that keys don't have"],
	])('that is none is a problem of the credential: %j', (pasted, message) => {
		expect(() => readServerKey(pasted)).toThrow(
			expect.objectContaining({
				failure: {
					code: 'INVALID_SERVER_KEY',
					message,
					advice: expect.stringMatching(/^Google has refused server keys since June 2024/) as string,
				},
				passing: false,
			}) as Error,
		);
	});
});

describe('the address of a server key', () => {
	it('is that of Google where the field is missing', () => {
		expect(readGoogleUrl({ otherAddresses: true }, 'iidUrl')).toBe('https://iid.googleapis.com');
	});

	it('is named where it can not be used', () => {
		expect(() => readGoogleUrl({ otherAddresses: true, iidUrl: 'http://example.com' }, 'iidUrl')).toThrow(
			"'Instance ID URL' can't be used",
		);
	});
});
