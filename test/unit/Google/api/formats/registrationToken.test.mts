import { describe, expect, it } from 'vitest';

import { checkRegistrationToken } from '../../../../../nodes/Google/api/formats/registrationToken.ts';
import { ItemProblem } from '../../../../../nodes/shared/failure.ts';

const field = { name: 'registrationIds', label: 'Registration Tokens' };

describe('a registration token', () => {
	it.each([
		'dR7kQ2mZ0xY:APA91bExampleTokenOne',
		'e1Lm9Vt_Kc4:APA91bExampleTokenTwo',
		'not-a-token',
		'cX1exampleSub:APA91bRegistrationToken',
		'a.b~c',
	])('%s stays as it is, with its colon', (token) => {
		expect(checkRegistrationToken(token, field)).toBe(token);
	});

	it.each([
		['a/b', '“/”'],
		['a?b', '“?”'],
		['a#b', '“#”'],
		['a%3Ab', '“%”'],
		['a\\b', '“\\”'],
		['tokén', '“é”'],
		['a:1,b:1', '“,”'],
		['a:1;b:1', '“;”'],
		["'a:1'", "“'”"],
		['"a:1"', '“"”'],
		['a|b', '“|”'],
		['a=b', '“=”'],
		['(a)', '“(”'],
		['a b', 'a space or a line break'],
		['a\nb', 'a space or a line break'],
		['.', 'only dots'],
		['..', 'only dots'],
	])('%j is refused, naming what is wrong with it', (token, reason) => {
		const check = () => checkRegistrationToken(token, field);
		expect(check).toThrow(ItemProblem);
		expect(check).toThrow("'Registration Tokens' holds");
		expect(check).toThrow(reason);
	});

	it('is cut short in the message', () => {
		expect(() => checkRegistrationToken(`/${'x'.repeat(500)}`, field)).toThrow(/“\/x{39}…”/);
	});
});
